-- A team (拼团). Deadline and rules are the campaign's when it started. held + paid <= size: a seat is held while its order may
-- be paid, so nobody is let into a full team.
create table teams (
    id uuid primary key,
    campaign_id uuid not null references campaigns,
    starter_id uuid not null,
    status text not null check (status in ('OPEN', 'COMPLETED', 'FAILED')),
    size integer not null check (size > 1),
    held integer not null check (held >= 0),
    paid integer not null check (paid >= 0),
    price_fen bigint not null,
    started_at timestamptz not null default now(),
    deadline timestamptz not null,
    ended_at timestamptz,
    version bigint not null default 1,
    check (held + paid <= size),
    check ((status = 'COMPLETED') = (paid = size)),
    check ((status = 'OPEN') = (ended_at is null))
) with (fillfactor = 80);

create index teams_open on teams (campaign_id, deadline, id) where status = 'OPEN' and paid > 0;

create table team_members (
    order_id uuid primary key,
    team_id uuid not null references teams,
    user_id uuid not null,
    state text not null check (state in ('HELD', 'PAID', 'LEFT')),
    joined_at timestamptz not null default now(),
    paid_at timestamptz,
    check (state <> 'PAID' or paid_at is not null)
);

-- A person is in a team once.
create unique index team_members_once on team_members (team_id, user_id) where state <> 'LEFT';

grant select, insert, update on teams, team_members to ${role};
