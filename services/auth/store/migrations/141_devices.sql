-- Whether somebody has signed in on a device before, also in a sign-in that has ended.
create index sessions_by_device on sessions (user_id, device);
