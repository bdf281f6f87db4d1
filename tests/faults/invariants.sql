-- What must hold of the books. Each statement prints name | checked | violations; violations must be 0, and so must never be
-- `checked`: a rule that found nothing to look at has shown nothing. Run as the auditor, who reads every schema:
--
--     psql -At -f tests/faults/invariants.sql "$(cat .run/secrets/postgres.auditor-url)"
--
-- What only a leader's week leaves stands apart, in invariants/week.sql, and is run after one.
--
-- [any] holds at every moment, [quiet] once everything has come to rest. Without a mark: [any].
\ir invariants/platform.sql
\ir invariants/auth.sql
\ir invariants/content.sql
\ir invariants/groupbuy.sql
\ir invariants/coupons.sql
\ir invariants/notifications.sql
