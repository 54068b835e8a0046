-- A change of marks raises the version of the one row; a number must stay taken all the same.
drop index ux_document_unique_id;
create unique index ux_document_unique_id on document (record_id, unique_id);
