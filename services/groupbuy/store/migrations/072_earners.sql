-- The accounts of who earns: a row for each movement of what is theirs already, append only. Their sum is the balance; below
-- 0, refunds took back more than was left, and what comes next is netted against it. What is not vested yet stands in shares.
create table earner_moves (
    id uuid primary key,
    earner_id uuid not null,
    kind text not null check (kind in ('VESTED', 'REVERSED', 'PAYOUT', 'PAYOUT_BACK')),
    -- Of a partner's shares; else of a leader's. The ledger has an account for each.
    partner boolean not null,
    amount_fen bigint not null,
    share_id uuid references shares,
    refund_id uuid references refunds,
    payout_id uuid,
    at timestamptz not null default now(),
    check ((kind in ('VESTED', 'PAYOUT_BACK') and amount_fen > 0) or (kind in ('REVERSED', 'PAYOUT') and amount_fen < 0)),
    check ((kind in ('VESTED', 'REVERSED')) = (share_id is not null)),
    check ((kind = 'REVERSED') = (refund_id is not null)),
    check ((kind in ('PAYOUT', 'PAYOUT_BACK')) = (payout_id is not null))
);

create index earner_moves_of on earner_moves (earner_id, id desc);
-- Each fact once.
create unique index earner_moves_vested on earner_moves (share_id) where kind = 'VESTED';
create unique index earner_moves_reversed on earner_moves (share_id, refund_id) where kind = 'REVERSED';
create unique index earner_moves_payout on earner_moves (payout_id, kind, partner) where payout_id is not null;

grant select, insert on earner_moves to ${role};

insert into earner_moves (id, earner_id, kind, partner, amount_fen, share_id, at)
select id, earner_id, 'VESTED', role = 'PARTNER', accrued_fen - reversed_fen, id, vested_at
from shares where vested_at is not null and accrued_fen > reversed_fen;

-- What is withheld of a month's income from services (劳务报酬, 预扣预缴), as the law has it: of the band that the income is
-- above, (income × (1 − deduct_bp) − deduct) × rate − quick. A new law is a new version, valid from its day; what was decided
-- before keeps the version it was decided by.
create table tax_rules (
    version bigint primary key check (version > 0),
    valid_from date not null unique,
    law text not null
);

create table tax_bands (
    tax_version bigint not null references tax_rules,
    above_fen bigint not null check (above_fen >= 0),
    deduct_fen bigint not null check (deduct_fen >= 0),
    deduct_bp integer not null check (deduct_bp between 0 and 10000),
    rate_bp integer not null check (rate_bp between 0 and 10000),
    quick_fen bigint not null check (quick_fen >= 0),
    primary key (tax_version, above_fen)
);

grant select on tax_rules, tax_bands to ${role};

insert into tax_rules values (1, '2019-01-01', '国家税务总局公告2018年第61号');
insert into tax_bands values
    (1, 0, 80000, 0, 0, 0),
    (1, 80000, 80000, 0, 2000, 0),
    (1, 400000, 0, 2000, 2000, 0),
    (1, 2500000, 0, 2000, 3000, 200000),
    (1, 6250000, 0, 2000, 4000, 700000);
