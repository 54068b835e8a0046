\set p random(0, 1999)
select id, at, description from limit_entry where patient = :p and status = 1 order by at desc;
