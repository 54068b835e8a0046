-- Those who govern, the rules as versioned data, who is shut out, how many persons were entered today, and the reviews
-- of emergency entries. Visits and reviews belong to a record and start their key with it; the others are small reference tables.
create table operator_account (
    name text not null primary key,
    structure_id text,
    salt blob not null check (length(salt) = 16),
    secret_hash blob not null check (length(secret_hash) = 32),
    state integer not null check (state between 1 and 3),
    added_at integer not null,
    added_by text,
    confirmed_by text,
    removed_at integer,
    removed_by text
);

create table rule_version (
    kind integer not null,
    number integer not null check (number >= 2),
    content text not null,
    source text not null,
    effective_at integer not null,
    state integer not null check (state between 1 and 3),
    proposed_by text not null,
    proposed_at integer not null,
    decided_by text check (state <> 2 or decided_by <> proposed_by),
    decided_at integer,
    signature blob check (state <> 2 or signature is not null),
    primary key (kind, number)
);

create table suspension (
    suspension_id blob not null primary key,
    kind integer not null,
    subject text not null,
    since integer not null,
    added_by text not null,
    ended_at integer,
    ended_by text,
    sealed blob not null
);
create index ix_suspension_living on suspension (kind, subject) where ended_at is null;

create table patient_visit (
    record_id blob not null,
    visit_id blob not null,
    day integer not null,
    holder text not null,
    structure_id text not null,
    emergency integer not null,
    primary key (record_id, visit_id)
);
create index ix_patient_visit_holder on patient_visit (day, holder, record_id);
create index ix_patient_visit_structure on patient_visit (day, structure_id, record_id);

create table emergency_review (
    record_id blob not null,
    review_id blob not null,
    opened_at integer not null,
    expires_at integer not null,
    holder text not null,
    structure_id text not null,
    mode integer not null,
    verdict integer check (verdict between 1 and 3),
    closed_at integer,
    closed_by text,
    sealed blob not null,
    sealed_comment blob,
    primary key (record_id, review_id)
);
create index ix_emergency_review_opened on emergency_review (opened_at);
create index ix_emergency_review_open on emergency_review (closed_at) where closed_at is null;
