-- After-sales: what somebody wants of an order that reached its buyer wrong, late or not at all, and what was decided.

-- The one table of what may follow what; services/groupbuy/domain/after_sale.c has the same, and a test compares.
create table after_sale_moves (
    from_status text not null,
    to_status text not null,
    primary key (from_status, to_status)
);
insert into after_sale_moves values
    ('REQUESTED', 'WITH_LEADER'),
    ('REQUESTED', 'ESCALATED'),
    ('WITH_LEADER', 'ESCALATED'),
    ('WITH_LEADER', 'APPROVED'),
    ('WITH_LEADER', 'DECLINED'),
    ('WITH_LEADER', 'WITHDRAWN'),
    ('ESCALATED', 'APPROVED'),
    ('ESCALATED', 'DECLINED'),
    ('ESCALATED', 'WITHDRAWN'),
    ('APPROVED', 'AWAITING_RETURN'),
    ('APPROVED', 'REFUNDING'),
    ('APPROVED', 'DONE'),
    ('AWAITING_RETURN', 'RETURNED'),
    ('AWAITING_RETURN', 'ESCALATED'),
    ('AWAITING_RETURN', 'WITHDRAWN'),
    ('RETURNED', 'REFUNDING'),
    ('RETURNED', 'DONE'),
    ('RETURNED', 'ESCALATED'),
    ('REFUNDING', 'DONE'),
    -- The buyer does not accept what the leader decided.
    ('DECLINED', 'ESCALATED');

create table after_sales (
    id uuid primary key,
    order_id uuid not null references orders,
    user_id uuid not null,
    -- Of the order's round; null: nobody but operators decides.
    leader_id uuid,
    community_id uuid,
    asked_by uuid not null,
    kind text not null check (kind in ('REFUND', 'PART_REFUND', 'RETURN', 'EXCHANGE', 'SEND_AGAIN')),
    cause text not null check (cause in ('DAMAGED', 'WRONG_GOODS', 'MISSING', 'NOT_AS_SHOWN', 'SPOILED', 'NOT_WANTED', 'OTHER')),
    description text not null,
    photos text[] not null check (cardinality(photos) <= 9),
    -- Computed from what is left of the lines when it was asked for; 0 where no money is wanted.
    amount_fen bigint not null check (amount_fen >= 0 and (amount_fen = 0 or kind in ('REFUND', 'PART_REFUND', 'RETURN'))),
    -- What went back in the end.
    refunded_fen bigint not null default 0 check (refunded_fen >= 0),
    merchant_fault boolean not null default false,
    status text not null default 'REQUESTED',
    version bigint not null default 1,
    -- Who made the latest move, and why: copied into after_sale_log.
    moved_by text not null,
    moved_why text not null,
    -- Somebody has to act until then; null: nobody.
    deadline timestamptz,
    -- On its way back to the seller.
    carrier text not null default '',
    tracking_number text not null default '',
    created_at timestamptz not null default now(),
    closed_at timestamptz check ((closed_at is not null) = (status in ('DONE', 'DECLINED', 'WITHDRAWN')))
) with (fillfactor = 80);

create index after_sales_of_order on after_sales (order_id);
create index after_sales_of_user on after_sales (user_id, id desc);
create index after_sales_of_leader on after_sales (leader_id, id desc) where leader_id is not null;
create index after_sales_in_status on after_sales (status, id desc);
create index after_sales_of_community on after_sales (community_id, id desc) where community_id is not null;
create index after_sales_due on after_sales (deadline) where deadline is not null;

create table after_sale_lines (
    after_sale_id uuid not null references after_sales,
    position smallint not null,
    units integer not null check (units >= 0),
    -- Fen of the line; 0: what the units cost.
    goods_fen bigint not null check (goods_fen >= 0),
    primary key (after_sale_id, position),
    check ((units > 0) <> (goods_fen > 0))
);

-- Every move of every after-sale, written by the trigger and by nobody else. from_status is null for the first.
create table after_sale_log (
    after_sale_id uuid not null references after_sales,
    version bigint not null,
    from_status text,
    to_status text not null,
    actor text not null,
    reason text not null,
    at timestamptz not null default now(),
    primary key (after_sale_id, version),
    check (from_status is not null or to_status = 'REQUESTED'),
    foreign key (from_status, to_status) references after_sale_moves
);

create function log_after_sale() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.version <> old.version + 1 then
        raise exception 'an after-sale changed without its next version' using errcode = 'check_violation';
    end if;
    if tg_op = 'INSERT' then
        insert into after_sale_log (after_sale_id, version, from_status, to_status, actor, reason)
        values (new.id, new.version, null, new.status, new.moved_by, new.moved_why);
    elsif new.status <> old.status then
        insert into after_sale_log (after_sale_id, version, from_status, to_status, actor, reason)
        values (new.id, new.version, old.status, new.status, new.moved_by, new.moved_why);
    end if;
    return null;
end $$;

create trigger after_sales_moved after insert or update on after_sales for each row execute function log_after_sale();

grant select on after_sale_moves to ${role};
grant select, insert on after_sales, after_sale_lines, after_sale_log to ${role};
grant update (status, version, moved_by, moved_why, deadline, closed_at, refunded_fen, merchant_fault, carrier, tracking_number)
    on after_sales to ${role};
