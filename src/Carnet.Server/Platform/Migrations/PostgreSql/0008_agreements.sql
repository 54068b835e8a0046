-- Under which agreement an establishment speaks for its people (AIR). A small reference table.
create table establishment_agreement (
    structure_id varchar(32) not null,
    since timestamptz not null,
    until_at timestamptz,
    methods integer not null check (methods between 1 and 15),
    simplified boolean not null,
    primary key (structure_id, since)
);
