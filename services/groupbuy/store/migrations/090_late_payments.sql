-- What its buyer chose at checkout for a payment that finds the team over; null: an order without a team, or of before
-- there was a choice, which means REFUND. An order that is moved so changes its team while it becomes paid.
alter table orders add column late_payment text check (late_payment in ('REFUND', 'OWN_TEAM', 'OPEN_TEAM'));

grant update (team_id) on orders to ${role};
