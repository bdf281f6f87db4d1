-- Deliveries as operators look for them: of somebody, or those that failed.
create index deliveries_of_user on deliveries (user_id, id desc);
create index deliveries_failed on deliveries (id desc) where state = 6;
