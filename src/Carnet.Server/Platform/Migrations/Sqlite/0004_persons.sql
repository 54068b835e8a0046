-- Those who act for somebody else. What names people, tells until when or why lies sealed under the represented person's key.
alter table trace add column secret integer not null default 0;
alter table professional_grant add column secret integer not null default 0;
alter table session add column acting_record_id blob;
alter table session add column acting_mandate_id blob;

-- Somebody who has an account and no record of their own: record_id is drawn and comes from no INS.
create table account_holder (
    record_id blob not null primary key,
    sealed blob not null
);

-- Found from an account: for whom its holder acts. record_id is where the account lies.
create table acting_for (
    record_id blob not null,
    account_id blob not null,
    represented_id blob not null,
    mandate_id blob not null,
    primary key (record_id, account_id, represented_id, mandate_id)
);

create table representation (
    record_id blob not null,
    mandate_id blob not null,
    home_id blob not null,
    account_id blob not null,
    kind integer not null check (kind between 1 and 3),
    ended integer not null,
    version integer not null,
    sealed blob not null,
    primary key (record_id, mandate_id)
);

-- A restriction of one representative, or the declared conflict of the parents.
create table court_decision (
    record_id blob not null,
    decision_id blob not null,
    mandate_id blob,
    sealed blob not null,
    primary key (record_id, decision_id)
);

create table named_person (
    record_id blob not null,
    person_id blob not null,
    role integer not null check (role in (1, 2)),
    sealed blob not null,
    primary key (record_id, person_id)
);

create table joint_act (
    record_id blob not null,
    joint_act_id blob not null,
    proposed_by blob not null,
    proposed_at integer not null,
    expires_at integer not null,
    state integer not null check (state between 0 and 3),
    version integer not null,
    sealed blob not null,
    primary key (record_id, joint_act_id)
);
