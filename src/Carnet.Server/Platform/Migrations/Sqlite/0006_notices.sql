-- What a message tells, and why one was given up.
alter table outbox add column kind integer not null default 0;
alter table outbox add column failure integer not null default 0;
create index ix_outbox_failure on outbox (failure) where failure <> 0;

-- Who has read a record before: the first reading by a professional is told, once.
create table first_reading (
    record_id blob not null,
    reader text not null,
    at integer not null,
    primary key (record_id, reader)
);
