-- An order that is paid after its round's grace may go to the leader's next one, and its lines to the items there.
grant update (round_id) on orders to ${role};
grant update (pool_id) on order_lines to ${role};
