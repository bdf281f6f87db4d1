-- What waits for a person, oldest first.
create index media_held on media (id) where state = 4 and gone_at is null;
