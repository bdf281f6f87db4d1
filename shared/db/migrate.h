/* Numbered SQL files, forward only, applied once each under an advisory lock, each in a transaction of its own with its
 * row in `migrations (version, name, sha256, applied_at)`. A file that was applied and has changed since is refused.
 *
 * The platform's own tables (idempotency, outbox, aggregate_versions, inbox, dead_letters, jobs) are
 * the files in shared/db/migrations, applied to each service's schema first, as a series of their own. */
#ifndef LINLI_DB_MIGRATE_H
#define LINLI_DB_MIGRATE_H

#include "db/db.h"

struct migration {
    int version;      /* 1, 2, 3 … */
    const char *name; /* 001_circles */
    const char *sql;
};

/* Services' tables are made by CMake from store/migrations: <service>_migrations[], <service>_migrations_count. */
extern const struct migration platform_migrations[];
extern const size_t platform_migrations_count;

/* `series` is "platform" or the service's name. Every `${role}` in a file stands for `role`, the service's run-time role
 * (the owner's connection migrates; the run-time role cannot change tables). *ret_applied counts what was new. */
struct status migrate(struct db *db, const char *series, const char *role, const struct migration *list, size_t count,
                      int *ret_applied);

#endif
