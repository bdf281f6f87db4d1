-- Who was named at WeChat Pay as a receiver of parts. A merchant is named by finance; a person whenever he is given a part, and
-- taken off when he has had none for long: WeChat keeps 20,000 of a merchant.
create table receivers (
    id uuid primary key,
    user_id uuid not null,
    merchant boolean not null,
    -- A merchant's number, or a person's openid.
    account text not null unique,
    name text not null default '',
    -- WANTED and UNWANTED are to be told to WeChat by a job.
    state text not null check (state in ('WANTED', 'NAMED', 'REFUSED', 'UNWANTED', 'REMOVED')),
    reason text not null default '',
    used_at timestamptz not null default now(),
    check (merchant = (name <> ''))
);

-- Somebody earns by one merchant account at a time.
create unique index receivers_merchant_of on receivers (user_id) where merchant and state in ('WANTED', 'NAMED', 'REFUSED');
create index receivers_to_tell on receivers (id) where state in ('WANTED', 'UNWANTED');
create index receivers_idle on receivers (used_at) where state = 'NAMED' and not merchant;

-- A part that went to a merchant's account is no income of a person. Who is paid as a person has said who he is.
alter table payouts
    add column to_merchant boolean not null default false check (not to_merchant or (way = 'SHARING' and withheld_fen = 0)),
    drop constraint payouts_earner_id_fkey;
alter table payouts add column payee_id uuid generated always as (case when not to_merchant then earner_id end) stored references payees;

-- What a merchant gives back (回退) of a part because the order was refunded after it. The id is the number at WeChat Pay: a
-- repeat asks under the same one. FAILED: it stays a debt.
create table share_returns (
    id uuid primary key,
    payout_id uuid not null references payouts,
    -- That waits for it, a while: first the return, then the refund.
    refund_id uuid references refunds,
    amount_fen bigint not null check (amount_fen > 0),
    state text not null default 'ASKED' check (state in ('ASKED', 'SENT', 'DONE', 'FAILED')),
    wechat_number text,
    reason text not null default '',
    asked_at timestamptz not null default now(),
    done_at timestamptz,
    check ((state in ('DONE', 'FAILED')) = (done_at is not null))
);

create index share_returns_of on share_returns (payout_id);
create index share_returns_of_refund on share_returns (refund_id) where done_at is null;
create index share_returns_due on share_returns (asked_at) where done_at is null;
create index share_returns_by_day on share_returns (done_at) where state = 'DONE';

-- What came back pays the debt that the refund left in his account.
alter table earner_moves
    drop constraint earner_moves_kind_check,
    drop constraint earner_moves_check,
    drop constraint earner_moves_check3,
    add column return_id uuid references share_returns
        check ((return_id is null) = (kind <> 'RETURNED'))
        check (kind in ('VESTED', 'REVERSED', 'PAYOUT', 'PAYOUT_BACK', 'RETURNED'))
        check ((kind in ('REVERSED', 'PAYOUT')) = (amount_fen < 0) and amount_fen <> 0)
        check ((kind in ('VESTED', 'REVERSED')) = (payout_id is null));
drop index earner_moves_payout;
create unique index earner_moves_payout on earner_moves (payout_id, kind, partner) where payout_id is not null and return_id is null;
create unique index earner_moves_returned on earner_moves (return_id, partner) where return_id is not null;

grant select, insert, update on receivers to ${role};
grant select, insert on share_returns to ${role};
grant update (state, wechat_number, reason, done_at) on share_returns to ${role};
