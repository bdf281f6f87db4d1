-- A leader reads what is complained of in orders of his.
create index complaints_of_leader on complaints (leader_id, id desc) where leader_id is not null;
