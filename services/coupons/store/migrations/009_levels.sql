-- 成长值 and levels. Rules give points or growth: earns 1 points, 2 growth, which neither vests nor runs out and has no lot.
alter table points_rules
    add column earns smallint not null default 1
        check (earns = 1 and valid_days > 0 or earns = 2 and valid_days = 0 and vest_days = 0),
    drop constraint points_rules_valid_days_check;
alter table points_earnings drop constraint points_earnings_check1; -- of points a lot stands beside what was earned

-- The levels of the house, as they were set each time; the latest version is in force.
create table level_sets (
    version       bigint primary key check (version > 0),
    decay_percent int not null check (decay_percent between 0 and 100),
    set_by        uuid not null,
    set_at        timestamptz not null
);
create table levels (
    version     bigint not null references level_sets (version),
    number      int not null check (number between 1 and 10),
    name        text not null check (name <> ''),
    threshold   bigint not null check (threshold > 0),
    keep_growth bigint not null check (keep_growth >= 0),
    benefits    text[] not null,
    primary key (version, number),
    unique (version, name)
);

-- What somebody has: growth is what his entries add up to, his level what the set of that version says of it. The row is also
-- what everything about his growth waits on. A year begins when a level is reached and when one is over.
create table growth_accounts (
    user_id     uuid primary key,
    growth      bigint not null default 0 check (growth >= 0),
    level       int not null default 0 check (level between 0 and 10), -- 0: none
    set_version bigint not null default 0,                             -- 0: there was none
    year_growth bigint not null default 0 check (year_growth >= 0),    -- with how much the year began
    year_until  timestamptz not null
);
create index growth_accounts_years on growth_accounts (year_until) where level > 0;
create index growth_accounts_sets on growth_accounts (set_version);

-- Append only. kind: 1 earned, 2 taken back, 3 adjusted, 4 decayed.
create table growth_entries (
    id        uuid primary key,
    user_id   uuid not null references growth_accounts (user_id),
    kind      smallint not null check (kind between 1 and 4),
    key       text not null, -- what it is posted for, once
    source_id uuid,
    growth    bigint not null check (growth <> 0),
    title     text not null,
    posted_at timestamptz not null,
    unique (kind, key)
);
create index growth_entries_of_user on growth_entries (user_id, id desc);

grant select, insert on level_sets, levels, growth_entries to ${role};
grant select, insert, update on growth_accounts to ${role};
