-- Links to leaders' group-buys: target 6, a round.
alter table links drop constraint links_target_check, add constraint links_target_check check (target between 1 and 6);
