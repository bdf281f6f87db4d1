-- «Not of people who blocked the reader» is asked for every page: without this, by reading all blocks there are.
create index blocks_other_side on blocks (blocked_id, user_id);
