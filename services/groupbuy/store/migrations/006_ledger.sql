-- Double entry, append only: the role may insert and select, nothing else. Debit is more than 0, credit less; the entries of a
-- posting add up to 0, checked when the transaction commits.
create table ledger_postings (
    id uuid primary key,
    kind text not null check (kind in ('PAYMENT', 'REFUND_PROMISED', 'REFUND_PAID')),
    order_id uuid not null references orders,
    refund_id uuid references refunds,
    posted_at timestamptz not null default now(),
    check ((kind = 'PAYMENT') = (refund_id is null))
);

-- A fact is posted once.
create unique index ledger_payment_once on ledger_postings (order_id) where kind = 'PAYMENT';
create unique index ledger_refund_once on ledger_postings (refund_id, kind) where refund_id is not null;

create table ledger_entries (
    posting_id uuid not null references ledger_postings,
    account text not null,
    amount_fen bigint not null check (amount_fen <> 0),
    primary key (posting_id, account)
);

create function ledger_adds_up() returns trigger language plpgsql as $$
begin
    if (select sum(amount_fen) from ledger_entries where posting_id = new.posting_id) <> 0 then
        raise exception 'posting % does not add up to 0', new.posting_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_adds_up after insert on ledger_entries
    deferrable initially deferred for each row execute function ledger_adds_up();

create function ledger_has_entries() returns trigger language plpgsql as $$
begin
    if not exists (select from ledger_entries where posting_id = new.id) then
        raise exception 'posting % has no entries', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_has_entries after insert on ledger_postings
    deferrable initially deferred for each row execute function ledger_has_entries();

grant select, insert on ledger_postings, ledger_entries to ${role};
