-- The life of a record over time: temporary passwords, closing and reactivation, destruction, delayed documents,
-- requests for rectification, campaigns.
alter table account add column temporary_until timestamptz;

alter table record add column closing_sealed bytea;
alter table record add column destruction_announced_at timestamptz;
create index ix_record_closed on record (closed_at) where status = 2;

-- Outlives the record that it tells of; record_id is there only while the work goes on.
create table destruction (
    destruction_id uuid not null primary key,
    record_id uuid,
    record_hash bytea not null check (length(record_hash) = 32),
    key_hash bytea not null check (length(key_hash) = 32),
    counts text not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    certificate text
);
create index ix_destruction_running on destruction (started_at) where finished_at is null;
create index ix_destruction_record_hash on destruction (record_hash);

create table delayed_document (
    record_id uuid not null,
    document_id uuid not null,
    since timestamptz not null,
    due_at timestamptz,
    called_at timestamptz,
    ended_at timestamptz,
    version integer not null,
    primary key (record_id, document_id)
);
create index ix_delayed_document_due on delayed_document (due_at) where due_at is not null;

create table professional_task (
    record_id uuid not null,
    task_id uuid not null,
    holder varchar(64) not null,
    kind smallint not null,
    document_id uuid,
    created_at timestamptz not null,
    done_at timestamptz,
    primary key (record_id, task_id)
);
create index ix_professional_task_holder on professional_task (holder) where done_at is null;

create table rectification (
    record_id uuid not null,
    rectification_id uuid not null,
    document_id uuid not null,
    addressee varchar(64) not null,
    state smallint not null check (state between 1 and 4),
    asked_at timestamptz not null,
    answered_at timestamptz,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, rectification_id)
);
create index ix_rectification_addressee on rectification (addressee) where answered_at is null;

create table campaign (
    name varchar(64) not null primary key,
    started_at timestamptz not null,
    window_days integer not null check (window_days between 1 and 366)
);

create table campaign_person (
    record_id uuid not null,
    campaign varchar(64) not null,
    state smallint not null check (state between 1 and 4),
    informed_at timestamptz not null,
    due_at timestamptz,
    decided_at timestamptz,
    version integer not null,
    sealed bytea,
    primary key (record_id, campaign)
);
create index ix_campaign_person_due on campaign_person (due_at) where due_at is not null;
create index ix_campaign_person_campaign on campaign_person (campaign, state);
