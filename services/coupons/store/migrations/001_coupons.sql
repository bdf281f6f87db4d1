-- Templates and what was issued of them. kind: 1 amount off, 2 percent off; channel: 1 claim, 2 welcome.

create table templates (
    id              uuid primary key,
    title           text not null,
    kind            smallint not null check (kind in (1, 2)),
    amount_fen      bigint not null check (amount_fen >= 0),
    percent         int not null check (percent between 0 and 99),
    cap_fen         bigint not null check (cap_fen >= 0),
    threshold_fen   bigint not null check (threshold_fen >= 0),
    product_ids     uuid[] not null,
    channel         smallint not null check (channel in (1, 2)),
    community_id    uuid,
    budget_count    bigint not null check (budget_count >= 0), -- 0: as many as the money lasts
    budget_fen      bigint not null check (budget_fen > 0),
    most_fen        bigint not null check (most_fen > 0), -- what one coupon can take off
    issued_count    bigint not null default 0 check (issued_count >= 0 and (budget_count = 0 or issued_count <= budget_count)),
    issued_fen      bigint not null default 0 check (issued_fen between 0 and budget_fen),
    per_user        int not null check (per_user > 0),
    claim_starts_at timestamptz not null,
    claim_ends_at   timestamptz not null check (claim_ends_at > claim_starts_at),
    valid_until     timestamptz,
    valid_days      int not null,
    active          boolean not null default true,
    created_at      timestamptz not null,
    created_by      uuid not null,
    check (issued_fen = issued_count * most_fen),
    check ((kind = 1 and amount_fen > 0) or (kind = 2 and percent > 0 and cap_fen > 0)),
    check ((valid_until is null) = (valid_days > 0))
);
create index templates_newest on templates (channel, id desc) where active;
create index templates_of_welcome on templates (community_id) where active and channel = 2;

-- How many a person has of a template; the row is also what his claims wait on.
create table holders (
    template_id uuid not null references templates (id),
    user_id     uuid not null,
    issued      int not null check (issued >= 0),
    primary key (template_id, user_id)
);

-- state: 1 free, 2 bound to an order, 3 used. That time ran out is seen by expires_at.
create table coupons (
    id             uuid primary key,
    template_id    uuid not null references templates (id),
    user_id        uuid not null,
    state          smallint not null check (state in (1, 2, 3)),
    order_id       uuid,
    channel        smallint not null check (channel in (1, 2)),
    grant_key      text not null, -- claim: the caller's idempotency key; welcome: welcome:<template>
    request_sha256 bytea,
    issued_at      timestamptz not null,
    expires_at     timestamptz not null,
    unique (user_id, channel, grant_key),
    check ((state = 1) = (order_id is null))
);
create index coupons_of_user on coupons (user_id, id desc);
create unique index coupons_one_order on coupons (order_id) where order_id is not null;

-- What an order did with a coupon. state: 1 locked, 2 consumed, 3 released (or a tombstone: released before it was locked), 4 returned.
create table locks (
    coupon_id    uuid not null references coupons (id),
    order_id     uuid not null,
    state        smallint not null check (state between 1 and 4),
    discount_fen bigint not null check (discount_fen >= 0),
    eligible     bigint[] not null,
    locked_at    timestamptz not null,
    ended_at     timestamptz,
    primary key (coupon_id, order_id),
    check ((state = 1) = (ended_at is null))
);
create unique index locks_one_live on locks (coupon_id) where state in (1, 2);

-- What the service may do: nothing that was issued is ever erased.
grant select, insert, update on templates, holders, coupons, locks to ${role};
