-- What was sent is kept as long as the message it was sent of.
grant delete on deliveries to ${role};
