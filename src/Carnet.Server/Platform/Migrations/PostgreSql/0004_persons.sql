-- Those who act for somebody else. What names people, tells until when or why lies sealed under the represented person's key.
alter table trace add column secret boolean not null default false;
alter table professional_grant add column secret boolean not null default false;
alter table session add column acting_record_id uuid;
alter table session add column acting_mandate_id uuid;

-- Somebody who has an account and no record of their own: record_id is drawn and comes from no INS.
create table account_holder (
    record_id uuid not null primary key,
    sealed bytea not null
);

-- Found from an account: for whom its holder acts. record_id is where the account lies.
create table acting_for (
    record_id uuid not null,
    account_id uuid not null,
    represented_id uuid not null,
    mandate_id uuid not null,
    primary key (record_id, account_id, represented_id, mandate_id)
);

create table representation (
    record_id uuid not null,
    mandate_id uuid not null,
    home_id uuid not null,
    account_id uuid not null,
    kind smallint not null check (kind between 1 and 3),
    ended boolean not null,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, mandate_id)
);

-- A restriction of one representative, or the declared conflict of the parents.
create table court_decision (
    record_id uuid not null,
    decision_id uuid not null,
    mandate_id uuid,
    sealed bytea not null,
    primary key (record_id, decision_id)
);

create table named_person (
    record_id uuid not null,
    person_id uuid not null,
    role smallint not null check (role in (1, 2)),
    sealed bytea not null,
    primary key (record_id, person_id)
);

create table joint_act (
    record_id uuid not null,
    joint_act_id uuid not null,
    proposed_by uuid not null,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,
    state smallint not null check (state between 0 and 3),
    version integer not null,
    sealed bytea not null,
    primary key (record_id, joint_act_id)
);
