-- By which way leaders and partners are paid. A rule is never changed: it gets its next version, and the newest counts from then
-- on. Without one nothing is shared at WeChat, and who earns asks for a transfer.
create table settlement_rules (
    version bigint primary key check (version > 0),
    sharing boolean not null,
    -- Of an order, in hundredths of a percent: what WeChat Pay has agreed to let go to others.
    most_bp integer not null check (most_bp between 1 and 3000),
    created_by uuid not null,
    created_at timestamptz not null default now()
);

-- The payment is frozen at WeChat until it is shared out, or thirty days are over. Fixed with the first prepay.
alter table payments add column profit_sharing boolean not null default false;

-- What becomes of a frozen payment whose order is completed. Both numbers at WeChat Pay are here before it is asked: every repeat
-- asks under the same ones. Unfreezing has its own, also when nothing was split.
create table sharings (
    order_id uuid primary key references payments,
    rule_version bigint references settlement_rules,
    -- DUE: to be planned. SPLITTING: parts are on their way to people (payouts of way SHARING). UNFREEZING: the rest is to be ours.
    state text not null check (state in ('DUE', 'SPLITTING', 'UNFREEZING', 'DONE')),
    split_number uuid not null unique,
    unfreeze_number uuid not null unique,
    split_fen bigint not null default 0 check (split_fen >= 0),
    -- When it is looked at again.
    next_at timestamptz not null,
    -- From then on nothing is split any more.
    give_up_at timestamptz not null,
    -- WeChat's last no.
    reason text not null default '',
    begun_at timestamptz not null default now(),
    done_at timestamptz,
    check (split_number <> unfreeze_number),
    check ((state = 'DONE') = (done_at is not null)),
    check (state <> 'SPLITTING' or split_fen > 0)
);

create index sharings_due on sharings (next_at) where done_at is null;

-- By which way each one who earned of such an order is paid, and why so: decided once.
create table settlements (
    order_id uuid not null references sharings,
    earner_id uuid not null,
    way text not null check (way in ('SHARING', 'TRANSFER', 'LEDGER')),
    -- What is his of that order.
    fen bigint not null,
    why text not null,
    decided_at timestamptz not null default now(),
    primary key (order_id, earner_id)
);

-- One part of an order for one person: WeChat takes a receiver once.
create unique index payouts_of_order on payouts (order_id, earner_id) where way = 'SHARING';

grant select, insert on settlement_rules, settlements to ${role};
grant select, insert on sharings to ${role};
grant update (rule_version, state, split_fen, next_at, give_up_at, reason, done_at) on sharings to ${role};
