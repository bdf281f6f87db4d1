-- Orders for neighbours without a phone. What a leader took in cash never was at WeChat: it stands in the sheets and in the
-- round's totals, and neither in the ledger nor in a bill. Its refunds are notes of what the leader gives back.
alter table orders add column in_cash boolean not null default false;
alter table refunds add column in_cash boolean not null default false;

-- Whom the units are held for, where that is not who ordered: a neighbour, by a keyed digest of phone or name and door.
alter table round_entries add column holder uuid;

-- What a paid order added to its round's totals. It is taken off as it was added, whatever was refunded since.
create table round_counted (
    order_id uuid not null references round_entries,
    item_id uuid not null references round_items,
    units bigint not null check (units >= 0),
    paid_fen bigint not null check (paid_fen >= 0),
    primary key (order_id, item_id)
);
create index round_counted_of_item on round_counted (item_id);

insert into round_counted (order_id, item_id, units, paid_fen)
    select e.order_id, l.pool_id, l.quantity - l.refunded_units, l.payable_fen - l.refunded_fen
    from round_entries e join order_lines l on l.order_id = e.order_id where e.counts and l.pool = 'ROUND';
-- Price steps that were refunded in between have left the totals as they were: these follow what is counted.
update round_items i set paid_units = c.units, paid_fen = c.fen
    from (select i.id, coalesce(sum(c.units), 0) as units, coalesce(sum(c.paid_fen), 0) as fen
          from round_items i left join round_counted c on c.item_id = i.id group by 1) c where c.id = i.id;

grant select, insert, update, delete on round_counted to ${role};
