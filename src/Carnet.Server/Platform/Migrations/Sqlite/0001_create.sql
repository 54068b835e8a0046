-- The first schema. Every table that belongs to a record starts its key with record_id, so that the tables can be
-- sharded by record; the others are small reference tables.
create table record_key (
    record_id blob not null primary key,
    wrapped blob not null
);

create table record (
    record_id blob not null primary key,
    status integer not null check (status in (1, 2)),
    channel integer not null,
    opened_at integer not null,
    closed_at integer,
    break_glass_refused integer not null,
    samu_refused integer not null,
    masked_in_emergency integer not null,
    sealed blob not null
);

create table professional_grant (
    record_id blob not null,
    holder text not null,
    blocked integer not null,
    treating integer not null,
    since integer not null,
    until_at integer,
    primary key (record_id, holder)
);

create table submission (
    record_id blob not null,
    submission_id blob not null,
    unique_id text not null,
    source_id text not null,
    submitted_at integer not null,
    author_person text,
    author_structure text,
    fingerprint blob not null check (length(fingerprint) = 32),
    sealed blob not null,
    primary key (record_id, submission_id)
);
create unique index ux_submission_unique_id on submission (record_id, unique_id);

create table document (
    record_id blob not null,
    document_id blob not null,
    logical_id blob not null,
    version integer not null check (version >= 1),
    unique_id text not null,
    submission_id blob not null,
    type_code text not null,
    format_code text not null,
    mime_type text not null,
    status integer not null check (status between 0 and 3),
    marks integer not null check (marks between 0 and 7),
    created_at integer not null,
    service_start integer,
    service_stop integer,
    submitted_at integer not null,
    author_person text,
    author_structure text,
    by_patient integer not null,
    replaces blob,
    is_signature integer not null,
    blob_id blob not null,
    size integer not null,
    sha256 blob not null check (length(sha256) = 32),
    sha1 blob not null check (length(sha1) = 20),
    sealed blob not null,
    primary key (record_id, document_id)
);
create unique index ux_document_unique_id on document (record_id, unique_id, version);

create table vault_chunk (
    record_id blob not null,
    blob_id blob not null,
    part integer not null check (part >= 0),
    stored_at integer not null,
    sealed blob not null,
    primary key (record_id, blob_id, part)
);

create table trace (
    record_id blob not null,
    trace_id blob not null,
    batch integer not null,
    leaf integer not null,
    at integer not null,
    act integer not null,
    outcome integer not null,
    actor integer not null,
    actor_id text,
    structure_id text,
    door integer not null,
    mode integer not null,
    document_id blob,
    code text not null,
    sealed blob not null,
    primary key (record_id, trace_id)
);
create index ix_trace_batch on trace (batch);

create table trail_batch (
    number integer not null primary key,
    at integer not null,
    leaves blob not null,
    head blob not null,
    signature blob not null
);

create table outbox (
    record_id blob not null,
    message_id blob not null,
    channel integer not null,
    created_at integer not null,
    due_at integer not null,
    attempts integer not null,
    sent_at integer,
    sealed blob not null,
    primary key (record_id, message_id)
);
create index ix_outbox_due on outbox (due_at) where sent_at is null;

create table seen_token (
    hash blob not null primary key,
    expires_at integer not null
);
create index ix_seen_token_expires on seen_token (expires_at);

create table directory_structure (
    structure_id text not null primary key,
    kind text not null,
    sector text not null,
    active integer not null,
    sealed blob not null
);

create table directory_activity (
    person_id text not null,
    structure_id text not null,
    profession text not null,
    qualification text,
    until_at integer,
    sealed blob not null,
    primary key (person_id, structure_id, profession)
);

-- The trail is written once: a change or a deletion is refused by the database itself.
create trigger trace_is_not_updated before update on trace
begin select raise(abort, 'the trail is insert only'); end;
create trigger trace_is_not_deleted before delete on trace
begin select raise(abort, 'the trail is insert only'); end;
create trigger trail_batch_is_not_updated before update on trail_batch
begin select raise(abort, 'the trail is insert only'); end;
create trigger trail_batch_is_not_deleted before delete on trail_batch
begin select raise(abort, 'the trail is insert only'); end;
