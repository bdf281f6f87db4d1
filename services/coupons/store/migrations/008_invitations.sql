-- Who invited whom, and what came of it: both are rewarded when the invited one has paid an order. state: 1 waiting, 2 rewarded,
-- 3 withheld (both are one person). Rules have two more triggers: 6 invited somebody who bought, 7 came by an invitation and bought.
alter table points_rules drop constraint points_rules_trigger_check;

create table invitations (
    id         uuid primary key,
    user_id    uuid not null unique,
    inviter_id uuid not null check (inviter_id <> user_id),
    state      smallint not null default 1 check (state between 1 and 3),
    order_id   uuid, -- the one that earned it
    settled_at timestamptz,
    check ((state = 1) = (settled_at is null)),
    check (state <> 2 or order_id is not null)
);

grant select, insert, update on invitations to ${role};
