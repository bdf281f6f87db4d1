-- STEPS: the session of the worker that has an operation, since when, and the lease it was given with it: once that session
-- has ended the worker is gone, and nobody need wait for the end of his lease. A release that knows no workers moves
-- leased_until alone.
alter table idempotency add column worker integer;
alter table idempotency add column worker_at timestamptz;
alter table idempotency add column worker_until timestamptz;
