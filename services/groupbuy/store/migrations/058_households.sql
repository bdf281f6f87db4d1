-- Who may fetch for whom: named by the buyer, and true once the other agreed. Either ends it.
create table household_members (
    buyer_id uuid not null,
    member_id uuid not null,
    named_at timestamptz not null default now(),
    agreed_at timestamptz,
    primary key (buyer_id, member_id),
    check (buyer_id <> member_id)
);

create index household_members_of on household_members (member_id, buyer_id);

-- A code for somebody else, without an account even: of one use, and for some hours. One of them is open at a time.
alter table pick_up_codes
    add column one_time boolean not null default false,
    add column expires_at timestamptz check (one_time = (num_nonnulls(expires_at) = 1));

drop index pick_up_codes_of;
create unique index pick_up_codes_of on pick_up_codes (point_id, user_id, one_time) where closed_at is null;

-- A code is open as long as something can be picked up with it: of its owner's, or of those he may fetch for.
create or replace function follow_parcel() returns trigger language plpgsql as $$
declare
    at_point uuid;
begin
    if new.status in ('READY', 'PARTLY_FULFILLED') then
        insert into parcels (order_id, point_id, user_id, open)
        select new.id, d.point_id, new.user_id, true from order_deliveries d where d.order_id = new.id and d.point_id is not null
        on conflict (order_id) do update set open = true;
    else
        update parcels set open = false where order_id = new.id and open returning point_id into at_point;
        update pick_up_codes c set closed_at = now()
        where c.point_id = at_point and c.closed_at is null
        and (c.user_id = new.user_id or c.user_id in (select m.member_id from household_members m where m.buyer_id = new.user_id))
        and not exists (select from parcels p where p.open and p.point_id = at_point and (p.user_id = c.user_id or not c.one_time
            and p.user_id in (select m.buyer_id from household_members m where m.member_id = c.user_id and m.agreed_at is not null)));
    end if;
    return null;
end $$;

grant select, insert, update, delete on household_members to ${role};
