-- Operators look for those of any one state.
create index deliveries_of_state on deliveries (state, id desc);
drop index deliveries_failed;
