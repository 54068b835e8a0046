-- Which software may call where the operator asks for it. A small reference table.
create table registered_software (
    name text not null,
    version text not null,
    homologation text not null,
    profiles integer not null check (profiles between 1 and 7),
    added_at integer not null,
    primary key (name, version)
);

-- Whose patients a professional or a structure lists (TD0.4).
create index ix_professional_grant_holder on professional_grant (holder, record_id);
create index ix_care_team_structure on care_team (structure_id, record_id);
