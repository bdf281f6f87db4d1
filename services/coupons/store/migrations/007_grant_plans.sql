-- Whom coupons knows: what grants and newcomers' coupons are decided by.
create table people (
    user_id       uuid primary key,
    first_paid_at timestamptz -- null: has not paid an order that we heard of
);
create table neighbours (
    community_id uuid not null,
    user_id      uuid not null references people (user_id),
    primary key (community_id, user_id)
);

alter table templates add column newcomers_only boolean not null default false;

-- Coupons that come by themselves: once, or on a day of each month, to everybody or to those of a community.
create table grant_plans (
    id           uuid primary key,
    title        text not null,
    template_id  uuid not null references templates (id),
    community_id uuid,
    month_day    int not null check (month_day between 0 and 28), -- 0: once
    hour         int not null check (hour between 0 and 23),      -- China's
    starts_at    timestamptz not null,
    active       boolean not null default true,
    created_at   timestamptz not null,
    created_by   uuid not null
);

-- A run of a plan: one a period, however often it is begun; after_user_id is how far it has come.
create table grant_runs (
    plan_id       uuid not null references grant_plans (id),
    period        int not null, -- months since year 0; of a plan that runs once 0
    after_user_id uuid,
    granted       bigint not null default 0 check (granted >= 0),
    refused       bigint not null default 0 check (refused >= 0),
    done_at       timestamptz,
    primary key (plan_id, period)
);

grant select, insert, update on people, grant_plans, grant_runs to ${role};
grant select, insert on neighbours to ${role};
