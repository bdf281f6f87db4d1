-- A day whose bills WeChat has no more (three months) cannot be compared: it is LOST, and a case for somebody.
alter table bill_days drop constraint bill_days_state_check;
