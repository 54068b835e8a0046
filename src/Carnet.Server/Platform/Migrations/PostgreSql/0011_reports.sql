-- Entries that a person does not understand and has reported.
create table access_report (
    record_id uuid not null,
    report_id uuid not null,
    trace_id uuid not null,
    reported_at timestamptz not null,
    answered_at timestamptz,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, report_id)
);
create index ix_access_report_open on access_report (reported_at) where answered_at is null;
create unique index ux_access_report_trace on access_report (record_id, trace_id);
