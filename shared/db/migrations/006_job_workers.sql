-- The session of the worker that took a job, and at which attempt: once that session has ended the worker is gone, and nobody
-- need wait for the end of his lease.
alter table jobs add column worker integer;
alter table jobs add column worker_attempt integer;
create index jobs_leased on jobs (leased_until) where leased_until is not null;
