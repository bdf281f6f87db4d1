-- While refunds wait because the merchant's balance is too low: one row from the first that waits until none does.
create table fund_episodes (
    id uuid primary key,
    opened_at timestamptz not null default now(),
    closed_at timestamptz
);

create unique index fund_episodes_open on fund_episodes ((true)) where closed_at is null;

grant select, insert on fund_episodes to ${role};
grant update (closed_at) on fund_episodes to ${role};
