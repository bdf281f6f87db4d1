-- What may still have to go back to buyers is kept at hand. A rule is never changed: it gets its next version, and the newest
-- counts from then on. Without one nothing is held back and nobody is told.
create table reserve_rules (
    version bigint primary key check (version > 0),
    -- Of what was paid, has been settled by WeChat and may still be claimed back, in hundredths of a percent.
    share_bp integer not null check (share_bp between 0 and 10000),
    created_by uuid not null,
    created_at timestamptz not null default now()
);

-- What was on an account at the end of a day, as the bill of its movements says: also what was taken to the bank, of which we
-- hear nothing else.
create table account_balances (
    merchant_id text not null default '',
    bill text not null check (bill in ('FLOW', 'OPERATION')),
    day date not null,
    balance_fen bigint not null,
    primary key (merchant_id, bill, day)
);

-- The latest look at each merchant account. Money of a refund that is under way before WeChat has settled its payment comes out
-- of that payment, and is in none of these sums.
create table reserves (
    merchant_id text primary key,
    -- Null: there was none.
    rule_version bigint references reserve_rules,
    balance_fen bigint not null,
    -- Of it, what WeChat has not let go yet.
    unsettled_fen bigint not null check (unsettled_fen >= 0),
    -- Settled, and may still be claimed back; of that, what is asked for in open after-sales.
    claimable_fen bigint not null check (claimable_fen >= 0),
    after_sales_fen bigint not null check (after_sales_fen >= 0),
    -- Refunds that are under way.
    promised_fen bigint not null check (promised_fen >= 0),
    -- Transfers that are under way.
    payouts_fen bigint not null check (payouts_fen >= 0),
    wanted_fen bigint not null check (wanted_fen >= promised_fen + after_sales_fen),
    measured_at timestamptz not null,
    -- While there is less than wanted.
    episode_id uuid,
    short_since timestamptz,
    check ((episode_id is null) = (short_since is null)),
    check (episode_id is null or rule_version is not null)
);

-- The reserve has let a transfer go: from then on it counts as gone.
alter table payouts add column let_go_at timestamptz;

create index orders_held on orders (id)
    where status in ('PAID', 'WAITING_TEAM', 'WAITING_CUTOFF', 'READY', 'SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED');
create index shipping_infos_unsettled on shipping_infos (told_at) where state = 'TOLD' and kind = 'EXPRESS' and settled_at is null;
create index refunds_under_way on refunds (order_id) where done_at is null;
create index payouts_held on payouts (id) where state = 'WAITING_FUNDS' and way = 'TRANSFER' and let_go_at is null;

grant select, insert on reserve_rules to ${role};
grant select, insert, update on account_balances, reserves to ${role};
grant update (let_go_at) on payouts to ${role};
