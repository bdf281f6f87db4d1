/* Numbered SQL files, forward only, applied once each in ascending order under an advisory lock, each in a transaction
 * of its own with its row in `migrations (series, version, name, sha256, applied_at)`. Numbers may have gaps; one that
 * is filled later is applied then. A file that was applied and has changed since is refused (MIGRATION_CHANGED), so is
 * a database that knows a migration which this program does not (MIGRATION_UNKNOWN), and a list that does not ascend
 * (INTERNAL).
 *
 * Give it a connection with a statement_timeout_ms that suits the longest file. The schema and the role exist already.
 *
 * The platform's own tables (idempotency, outbox, aggregate_versions, inbox, dead_letters, jobs) are
 * the files in shared/db/migrations, applied to each service's schema first, as a series of their own. */
#ifndef LINLI_DB_MIGRATE_H
#define LINLI_DB_MIGRATE_H

#include "db/db.h"

#define MIGRATION_CHANGED     CODE_FAILED_PRECONDITION, "MIGRATION_CHANGED"
#define MIGRATION_UNKNOWN     CODE_FAILED_PRECONDITION, "MIGRATION_UNKNOWN"
#define MIGRATION_WAIT_MS_MAX 60000 /* for another process that is migrating the same schema */

struct migration {
    int version;      /* ascending, each once */
    const char *name; /* 001_circles */
    const char *sql;
};

/* Services' tables are made by CMake from store/migrations: <service>_migrations[], <service>_migrations_count. */
extern const struct migration platform_migrations[];
extern const size_t platform_migrations_count;

/* `series` is "platform" or the service's name. Every `${role}` in a file stands for `role`, the service's run-time
 * role (the owner's connection migrates; the run-time role cannot change tables). *ret_applied counts what was new. */
struct status migrate(struct db *db, const char *series, const char *role, const struct migration *list, size_t count,
                      int *ret_applied);

/* Whether every file of the list has been applied, asked as the run-time role: what else the schema has does not
 * matter. It fails until then (NOT_AVAILABLE; INTERNAL when there is no table yet, or no right to read it). */
struct status migrations_applied(struct tx *tx, const char *series, const struct migration *list, size_t count);

#endif
