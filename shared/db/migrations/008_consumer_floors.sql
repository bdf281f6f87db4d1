-- What was published before this moment, by the stream's own time, the consumer has handled. It only moves forward; where it is
-- null nothing is known yet.
alter table consumer_state add column floor_at timestamptz;
