-- What a leader brings to the door: to which buildings ('{}': all), and where each order goes. Name, phone and street stand
-- in order_deliveries.
alter table rounds add column door_buildings text[] not null default '{}';
alter table round_entries add column door_building text not null default '';
alter table round_entries add column door_unit text not null default '';
alter table round_entries add column door_floor integer not null default 0;
create index round_entries_to_doors on round_entries (round_id, door_building, door_unit, door_floor, number)
    where point_id is null and counts;
