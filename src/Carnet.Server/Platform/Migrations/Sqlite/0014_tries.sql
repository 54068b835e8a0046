-- Wrong passwords and sent codes are counted by adding rows, so that an unknown person costs what a known one costs.
create table password_try (
    login_hash blob not null check (length(login_hash) = 32),
    number integer not null check (number > 0),
    tried_at integer not null,
    wrong integer not null check (wrong >= 0),
    locked_until integer,
    primary key (login_hash, number)
);
create index ix_password_try_at on password_try (tried_at);
alter table account drop column wrong_passwords;
alter table account drop column locked_until;

-- Proofs hold for some minutes: whoever is in the middle of one starts again.
drop table identity_proof;
create table identity_proof (
    proof_hash blob not null primary key check (length(proof_hash) = 32),
    person_id blob,
    number integer not null check (number > 0),
    asked_at integer not null,
    codes_sent integer not null check (codes_sent > 0),
    codes_since integer not null,
    code_hash blob not null check (length(code_hash) = 32),
    expires_at integer not null,
    tries integer not null check (tries >= 0),
    state integer not null check (state between 1 and 3),
    version integer not null
);
create index ix_identity_proof_expires on identity_proof (expires_at);
create unique index ux_identity_proof_person on identity_proof (person_id, number);
alter table registered_person drop column codes_sent;
alter table registered_person drop column codes_since;
alter table registered_person drop column wrong_codes;
alter table registered_person drop column wrong_codes_since;
