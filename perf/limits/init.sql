-- What the same work costs PostgreSQL alone: tables of the size and shape of an ordinary registry.
drop table if exists limit_entry, limit_content, limit_trace, limit_index;
create table limit_entry (
    id uuid primary key default gen_random_uuid(), patient int not null, at timestamptz not null default now(),
    status smallint not null default 1, description text not null);
create index on limit_entry (patient, at);
create table limit_content (id uuid primary key default gen_random_uuid(), body bytea not null);
alter table limit_content alter body set storage external;
create table limit_trace (
    id bigserial primary key, at timestamptz not null default now(), who int not null, patient int not null, line text not null);
create table limit_index (id uuid primary key default gen_random_uuid(), patient int not null, kind int not null, value text not null);
create index on limit_index (patient, kind);
insert into limit_entry (patient, description) select i / 50, repeat('x', 1500) from generate_series(0, 99999) i;
vacuum analyze limit_entry;
