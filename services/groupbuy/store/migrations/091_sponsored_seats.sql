-- Instead of people who do not exist: seats that the merchant pays for, openly marked (赞助席位). No goods, no order, no revenue.
-- So many a team at most, from so long before its deadline on; 0: at the deadline itself. Copied to the team when it starts.
alter table campaigns
    add column sponsored_seats_max integer not null default 0 check (sponsored_seats_max >= 0),
    add column sponsor_last_s integer not null default 0 check (sponsor_last_s >= 0);

alter table teams
    drop constraint teams_check,
    drop constraint teams_check1,
    add column sponsored_max integer not null default 0 check (sponsored_max >= 0 and sponsored_max < size),
    add column sponsor_from timestamptz,
    add column sponsored integer not null default 0 check (
        sponsored >= 0 and sponsored < size and held + paid + sponsored <= size
        and (status = 'COMPLETED') = (paid + sponsored = size));

-- Who paid for which: a user's id, or the job that did it by the campaign's rule. Only ever added.
create table team_sponsorships (
    team_id uuid not null references teams,
    version bigint not null,
    seats integer not null check (seats > 0),
    sponsored_by text not null,
    why text not null,
    sponsored_at timestamptz not null default now(),
    primary key (team_id, version)
);

grant select, insert on team_sponsorships to ${role};
