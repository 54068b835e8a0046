-- The first schema. Every table that belongs to a record starts its key with record_id, so that the tables can be
-- sharded by record; the others are small reference tables.
create table record_key (
    record_id uuid not null primary key,
    wrapped bytea not null
);

create table record (
    record_id uuid not null primary key,
    status smallint not null check (status in (1, 2)),
    channel smallint not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    break_glass_refused boolean not null,
    samu_refused boolean not null,
    masked_in_emergency boolean not null,
    sealed bytea not null
);

create table professional_grant (
    record_id uuid not null,
    holder varchar(64) not null,
    blocked boolean not null,
    treating boolean not null,
    since timestamptz not null,
    until_at timestamptz,
    primary key (record_id, holder)
);

create table submission (
    record_id uuid not null,
    submission_id uuid not null,
    unique_id varchar(128) not null,
    source_id varchar(128) not null,
    submitted_at timestamptz not null,
    author_person varchar(64),
    author_structure varchar(32),
    fingerprint bytea not null check (length(fingerprint) = 32),
    sealed bytea not null,
    primary key (record_id, submission_id)
);
create unique index ux_submission_unique_id on submission (record_id, unique_id);

create table document (
    record_id uuid not null,
    document_id uuid not null,
    logical_id uuid not null,
    version integer not null check (version >= 1),
    unique_id varchar(128) not null,
    submission_id uuid not null,
    type_code varchar(32) not null,
    format_code varchar(128) not null,
    mime_type varchar(64) not null,
    status smallint not null check (status between 0 and 3),
    marks smallint not null check (marks between 0 and 7),
    created_at timestamptz not null,
    service_start timestamptz,
    service_stop timestamptz,
    submitted_at timestamptz not null,
    author_person varchar(64),
    author_structure varchar(32),
    by_patient boolean not null,
    replaces uuid,
    is_signature boolean not null,
    blob_id uuid not null,
    size bigint not null,
    sha256 bytea not null check (length(sha256) = 32),
    sha1 bytea not null check (length(sha1) = 20),
    sealed bytea not null,
    primary key (record_id, document_id)
);
create unique index ux_document_unique_id on document (record_id, unique_id, version);

create table vault_chunk (
    record_id uuid not null,
    blob_id uuid not null,
    part integer not null check (part >= 0),
    stored_at timestamptz not null,
    sealed bytea not null,
    primary key (record_id, blob_id, part)
);
alter table vault_chunk alter column sealed set storage external;

create table trace (
    record_id uuid not null,
    trace_id uuid not null,
    batch bigint not null,
    leaf integer not null,
    at timestamptz not null,
    act smallint not null,
    outcome smallint not null,
    actor smallint not null,
    actor_id varchar(64),
    structure_id varchar(32),
    door smallint not null,
    mode smallint not null,
    document_id uuid,
    code varchar(64) not null,
    sealed bytea not null,
    primary key (record_id, trace_id)
);
create index ix_trace_batch on trace (batch);

create table trail_batch (
    number bigint not null primary key,
    at timestamptz not null,
    leaves bytea not null,
    head bytea not null,
    signature bytea not null
);

create table outbox (
    record_id uuid not null,
    message_id uuid not null,
    channel smallint not null,
    created_at timestamptz not null,
    due_at timestamptz not null,
    attempts integer not null,
    sent_at timestamptz,
    sealed bytea not null,
    primary key (record_id, message_id)
);
create index ix_outbox_due on outbox (due_at) where sent_at is null;

create table seen_token (
    hash bytea not null primary key,
    expires_at timestamptz not null
);
create index ix_seen_token_expires on seen_token (expires_at);

create table directory_structure (
    structure_id varchar(32) not null primary key,
    kind varchar(16) not null,
    sector varchar(16) not null,
    active boolean not null,
    sealed bytea not null
);

create table directory_activity (
    person_id varchar(64) not null,
    structure_id varchar(32) not null,
    profession varchar(8) not null,
    qualification varchar(16),
    until_at timestamptz,
    sealed bytea not null,
    primary key (person_id, structure_id, profession)
);

-- The trail is written once: a change or a deletion is refused by the database itself.
create function refuse_trail_change() returns trigger language plpgsql as
$$ begin raise exception 'the trail is insert only'; end $$;
create trigger trace_is_insert_only before update or delete on trace
    for each row execute function refuse_trail_change();
create trigger trail_batch_is_insert_only before update or delete on trail_batch
    for each row execute function refuse_trail_change();
