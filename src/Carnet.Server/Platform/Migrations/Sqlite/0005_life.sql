-- The life of a record over time: temporary passwords, closing and reactivation, destruction, delayed documents,
-- requests for rectification, campaigns.
alter table account add column temporary_until integer;

alter table record add column closing_sealed blob;
alter table record add column destruction_announced_at integer;
create index ix_record_closed on record (closed_at) where status = 2;

-- Outlives the record that it tells of; record_id is there only while the work goes on.
create table destruction (
    destruction_id blob not null primary key,
    record_id blob,
    record_hash blob not null check (length(record_hash) = 32),
    key_hash blob not null check (length(key_hash) = 32),
    counts text not null,
    started_at integer not null,
    finished_at integer,
    certificate text
);
create index ix_destruction_running on destruction (started_at) where finished_at is null;
create index ix_destruction_record_hash on destruction (record_hash);

create table delayed_document (
    record_id blob not null,
    document_id blob not null,
    since integer not null,
    due_at integer,
    called_at integer,
    ended_at integer,
    version integer not null,
    primary key (record_id, document_id)
);
create index ix_delayed_document_due on delayed_document (due_at) where due_at is not null;

create table professional_task (
    record_id blob not null,
    task_id blob not null,
    holder text not null,
    kind integer not null,
    document_id blob,
    created_at integer not null,
    done_at integer,
    primary key (record_id, task_id)
);
create index ix_professional_task_holder on professional_task (holder) where done_at is null;

create table rectification (
    record_id blob not null,
    rectification_id blob not null,
    document_id blob not null,
    addressee text not null,
    state integer not null check (state between 1 and 4),
    asked_at integer not null,
    answered_at integer,
    version integer not null,
    sealed blob not null,
    primary key (record_id, rectification_id)
);
create index ix_rectification_addressee on rectification (addressee) where answered_at is null;

create table campaign (
    name text not null primary key,
    started_at integer not null,
    window_days integer not null check (window_days between 1 and 366)
);

create table campaign_person (
    record_id blob not null,
    campaign text not null,
    state integer not null check (state between 1 and 4),
    informed_at integer not null,
    due_at integer,
    decided_at integer,
    version integer not null,
    sealed blob,
    primary key (record_id, campaign)
);
create index ix_campaign_person_due on campaign_person (due_at) where due_at is not null;
create index ix_campaign_person_campaign on campaign_person (campaign, state);
