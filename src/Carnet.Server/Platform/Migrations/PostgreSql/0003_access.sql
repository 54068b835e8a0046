-- Stays in establishments, declared emergencies, locums, and what is masked by itself (rules A-5, A-6, A-11, V-7).
alter table record add column mask_new boolean not null default false;
alter table record add column mask_reimbursements boolean not null default false;

create table care_team (
    record_id uuid not null,
    team_id uuid not null,
    structure_id varchar(32) not null,
    consented boolean not null,
    since timestamptz not null,
    until_at timestamptz not null,
    sealed bytea not null,
    primary key (record_id, team_id)
);

create table emergency_window (
    record_id uuid not null,
    window_id uuid not null,
    holder varchar(64) not null,
    structure_id varchar(32) not null,
    mode smallint not null check (mode in (1, 2)),
    since timestamptz not null,
    until_at timestamptz not null,
    sealed bytea not null,
    primary key (record_id, window_id)
);

create table directory_replacement (
    person_id varchar(64) not null,
    structure_id varchar(32) not null,
    replaced_id varchar(64) not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    profession varchar(8) not null,
    qualification varchar(16),
    sealed bytea not null,
    primary key (person_id, structure_id, replaced_id, from_at)
);
