-- Entries that a person does not understand and has reported.
create table access_report (
    record_id blob not null,
    report_id blob not null,
    trace_id blob not null,
    reported_at integer not null,
    answered_at integer,
    version integer not null,
    sealed blob not null,
    primary key (record_id, report_id)
);
create index ix_access_report_open on access_report (reported_at) where answered_at is null;
create unique index ux_access_report_trace on access_report (record_id, trace_id);
