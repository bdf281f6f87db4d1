-- Whose level is which, as coupons told us: what a campaign for a level is decided by. Who has no row has none.
create table member_levels (
    user_id uuid primary key,
    level   int not null check (level between 0 and 10),
    version bigint not null -- of the event
);
create index member_levels_by_level on member_levels (level);

-- For members of that level and above; 0: any. With the level's name as it was then.
alter table campaigns
    add column min_level int not null default 0 check (min_level between 0 and 10),
    add column min_level_name text not null default '' check ((min_level = 0) = (min_level_name = ''));
alter table rounds
    add column min_level int not null default 0 check (min_level between 0 and 10),
    add column min_level_name text not null default '' check ((min_level = 0) = (min_level_name = ''));

grant select, insert, update on member_levels to ${role};
