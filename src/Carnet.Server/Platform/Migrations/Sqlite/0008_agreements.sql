-- Under which agreement an establishment speaks for its people (AIR). A small reference table.
create table establishment_agreement (
    structure_id text not null,
    since integer not null,
    until_at integer,
    methods integer not null check (methods between 1 and 15),
    simplified integer not null,
    primary key (structure_id, since)
);
