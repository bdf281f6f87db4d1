-- A month of the books that is over, with what moved on each account, for good: what comes to light later goes into the month
-- in which it does. Its hash is over the hash of the month before, its days (which hold a hash over every posting) and its
-- totals.
create table ledger_months (
    month text primary key check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    first_day date not null,
    last_day date not null,
    postings bigint not null,
    previous_sha256 bytea not null,
    sha256 bytea not null,
    closed_by uuid not null,
    why text not null,
    closed_at timestamptz not null default now()
);

create table ledger_month_accounts (
    month text not null references ledger_months deferrable initially deferred,
    account text not null,
    -- What came to the debit and the credit side in the month; both 0 or more.
    debit_fen bigint not null check (debit_fen >= 0),
    credit_fen bigint not null check (credit_fen >= 0),
    -- Of the account, from the first day of the books to the end of the month.
    balance_fen bigint not null,
    primary key (month, account)
);

create function ledger_month_sha256(the_first date, the_last date, previous bytea) returns bytea stable language sql
begin atomic
    select sha256(previous || convert_to(to_char(the_first, 'YYYY-MM'), 'UTF8')
        || coalesce((select string_agg(d.sha256, ''::bytea order by d.day) from ledger_days d where d.day between the_first and the_last), ''::bytea)
        || convert_to(coalesce((select string_agg(a.account || '=' || a.debit_fen || '/' || a.credit_fen || '/' || a.balance_fen, ',' order by a.account collate "C")
            from ledger_month_accounts a where a.month = to_char(the_first, 'YYYY-MM')), ''), 'UTF8'));
end;

-- A closed month takes no posting, whatever its days say.
create function ledger_month_is_open() returns trigger language plpgsql as $$
begin
    if exists (select from ledger_months where last_day >= new.day) then
        raise exception 'the books of the month of % are closed', new.day using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger ledger_month_is_open before insert on ledger_postings for each row execute function ledger_month_is_open();

grant select, insert on ledger_months, ledger_month_accounts to ${role};
