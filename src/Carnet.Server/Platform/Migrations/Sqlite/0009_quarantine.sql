-- A document that nobody sees yet: not examined, or found bad.
alter table document add column quarantined integer not null default 0;

create table quarantine (
    record_id blob not null,
    document_id blob not null,
    since integer not null,
    due_at integer not null,
    found_bad integer not null,
    primary key (record_id, document_id)
);
create index ix_quarantine_due on quarantine (due_at);
