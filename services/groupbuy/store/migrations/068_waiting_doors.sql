-- What lies ready and is not brought to its doors: its round's place is the timer. Of it was told: 1 its leader, 2 operators, too;
-- or nothing was left to be told of.
alter table round_places add column doors_told smallint not null default 0;
create index round_places_of_doors on round_places (settled_at) where place_id = round_id and status = 'SETTLED' and doors_told < 2;
grant update (doors_told) on round_places to ${role};
