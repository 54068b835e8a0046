-- Stays in establishments, declared emergencies, locums, and what is masked by itself (rules A-5, A-6, A-11, V-7).
alter table record add column mask_new integer not null default 0;
alter table record add column mask_reimbursements integer not null default 0;

create table care_team (
    record_id blob not null,
    team_id blob not null,
    structure_id text not null,
    consented integer not null,
    since integer not null,
    until_at integer not null,
    sealed blob not null,
    primary key (record_id, team_id)
);

create table emergency_window (
    record_id blob not null,
    window_id blob not null,
    holder text not null,
    structure_id text not null,
    mode integer not null check (mode in (1, 2)),
    since integer not null,
    until_at integer not null,
    sealed blob not null,
    primary key (record_id, window_id)
);

create table directory_replacement (
    person_id text not null,
    structure_id text not null,
    replaced_id text not null,
    from_at integer not null,
    until_at integer not null,
    profession text not null,
    qualification text,
    sealed blob not null,
    primary key (person_id, structure_id, replaced_id, from_at)
);
