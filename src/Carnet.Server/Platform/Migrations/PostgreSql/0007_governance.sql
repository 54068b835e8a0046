-- Those who govern, the rules as versioned data, who is shut out, how many persons were entered today, and the reviews
-- of emergency entries. Visits and reviews belong to a record and start their key with it; the others are small reference tables.
create table operator_account (
    name varchar(64) not null primary key,
    structure_id varchar(32),
    salt bytea not null check (length(salt) = 16),
    secret_hash bytea not null check (length(secret_hash) = 32),
    state smallint not null check (state between 1 and 3),
    added_at timestamptz not null,
    added_by varchar(64),
    confirmed_by varchar(64),
    removed_at timestamptz,
    removed_by varchar(64)
);

create table rule_version (
    kind smallint not null,
    number integer not null check (number >= 2),
    content text not null,
    source varchar(200) not null,
    effective_at timestamptz not null,
    state smallint not null check (state between 1 and 3),
    proposed_by varchar(64) not null,
    proposed_at timestamptz not null,
    decided_by varchar(64) check (state <> 2 or decided_by <> proposed_by),
    decided_at timestamptz,
    signature bytea check (state <> 2 or signature is not null),
    primary key (kind, number)
);

create table suspension (
    suspension_id uuid not null primary key,
    kind smallint not null,
    subject varchar(400) not null,
    since timestamptz not null,
    added_by varchar(64) not null,
    ended_at timestamptz,
    ended_by varchar(64),
    sealed bytea not null
);
create index ix_suspension_living on suspension (kind, subject) where ended_at is null;

create table patient_visit (
    record_id uuid not null,
    visit_id uuid not null,
    day integer not null,
    holder varchar(64) not null,
    structure_id varchar(32) not null,
    emergency boolean not null,
    primary key (record_id, visit_id)
);
create index ix_patient_visit_holder on patient_visit (day, holder, record_id);
create index ix_patient_visit_structure on patient_visit (day, structure_id, record_id);

create table emergency_review (
    record_id uuid not null,
    review_id uuid not null,
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    holder varchar(64) not null,
    structure_id varchar(32) not null,
    mode smallint not null,
    verdict smallint check (verdict between 1 and 3),
    closed_at timestamptz,
    closed_by varchar(64),
    sealed bytea not null,
    sealed_comment bytea,
    primary key (record_id, review_id)
);
create index ix_emergency_review_opened on emergency_review (opened_at);
create index ix_emergency_review_open on emergency_review (closed_at) where closed_at is null;
