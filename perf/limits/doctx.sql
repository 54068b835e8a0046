\set p random(1, 100000)
begin;
insert into limit_content (body) values (convert_to(repeat(md5(random()::text), 640), 'UTF8'));
insert into limit_entry (patient, description) values (:p, repeat('y', 1500));
insert into limit_index (patient, kind, value) values (:p, 1, repeat('y', 300)), (:p, 2, repeat('y', 300)), (:p, 3, repeat('y', 300)), (:p, 4, repeat('y', 300)), (:p, 5, repeat('y', 300)), (:p, 6, repeat('y', 300)), (:p, 7, repeat('y', 300)), (:p, 8, repeat('y', 300));
insert into limit_trace (who, patient, line) values (1, :p, repeat('z', 600));
commit;
