-- Units of an item whose round is over do not come back to it but to the SKU. From publishing on, at any time,
-- stock = unsold + units of live orders + returned.
alter table round_items add column over boolean not null default false;
