-- The broadcast by which the buyer came, last and first: touches like share links are, as his client claims them.
alter table orders
    add column broadcast_id uuid,
    add column first_broadcast_id uuid;
