-- Who is paid: name and identity number as he gave them, sealed. What is shown is masked.
create table payees (
    user_id uuid primary key,
    name_key text not null,
    name_sealed bytea not null,
    name_masked text not null,
    identity_key text not null,
    identity_sealed bytea not null,
    identity_masked text not null,
    set_at timestamptz not null default now()
);

-- What leaders and partners are paid out. The id is the number at WeChat Pay: a repeat asks under the same one.
create table payouts (
    id uuid primary key,
    earner_id uuid not null references payees,
    -- TRANSFER: asked for by the earner. SHARING: his part of one order, out of the payment itself.
    way text not null check (way in ('TRANSFER', 'SHARING')),
    order_id uuid references orders,
    state text not null check (state in ('WAITING_APPROVAL', 'ASKED', 'WAITING_FUNDS', 'SENT', 'PAID', 'FAILED', 'DECLINED')),
    gross_fen bigint not null check (gross_fen > 0),
    -- Of the gross: out of which account.
    leaders_fen bigint not null check (leaders_fen >= 0),
    partners_fen bigint not null check (partners_fen >= 0),
    withheld_fen bigint not null check (withheld_fen >= 0 and withheld_fen < gross_fen),
    tax_version bigint not null references tax_rules,
    -- Whose income it is, in China: what did not reach him is none.
    month text not null,
    openid text not null,
    wechat_number text unique,
    -- What the mini-program hands to WeChat so that the person confirms.
    package_info text not null default '',
    -- WeChat's word, or that of who declined.
    reason text not null default '',
    asked_at timestamptz not null default now(),
    done_at timestamptz,
    check (leaders_fen + partners_fen = gross_fen),
    check ((way = 'SHARING') = (order_id is not null)),
    check ((state in ('PAID', 'FAILED', 'DECLINED')) = (done_at is not null))
);

-- One transfer of a person at a time.
create unique index payouts_under_way on payouts (earner_id) where way = 'TRANSFER' and done_at is null;
create index payouts_of on payouts (earner_id, id desc);
create index payouts_of_month on payouts (earner_id, month);
create index payouts_by_state on payouts (state, id desc);
create index payouts_by_day on payouts (done_at) where state = 'PAID';

alter table payment_notices drop constraint payment_notices_kind_check;

grant select, insert, update on payees to ${role};
grant select, insert on payouts to ${role};
grant update (state, wechat_number, package_info, reason, done_at) on payouts to ${role};
