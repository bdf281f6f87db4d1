/* A process of ours, from main to the last answer: settings, log, stores, operations, events, jobs, operations port
 * (/healthz /readyz /metrics), SIGTERM.
 *
 *     int main(int argc, char **argv)
 *     {
 *         const struct service content = { .name = "content", LISTED(operations, sets), .migrations = … };
 *         return app_main(&content, argc, argv);
 *     }
 *
 * `--help` prints the settings, `--settings` the same as Markdown, `--migrate` applies the migrations (with the owner's
 * connection, LINLI_<SERVICE>_OWNER_URL) and ends.
 */
#ifndef LINLI_APP_APP_H
#define LINLI_APP_APP_H

#include "base/settings.h"
#include "db/migrate.h"
#include "events/events.h"

struct service {
    const char *name;
    const struct operation_set *const *operations;
    size_t operations_count;
    const struct event_handler *events;
    size_t events_count;
    const struct job_handler *jobs;
    size_t jobs_count;
    const struct migration *migrations;
    const size_t *migrations_count;
    const struct setting *settings; /* the service's own, beside the common ones */
    size_t settings_count;
    /* Makes call->service (clients, keys) once settings are loaded; NULL when there is nothing. */
    struct status (*start)(void **ret_service);
    void (*stop)(void *service);
    /* When a secret among the settings was read again, and something was made of it; what was there stays when it
     * fails. NULL: nothing was. */
    struct status (*secrets_changed)(void *service);
    /* Writes the service's own figures for /metrics, as the database has them at that moment: every replica says the same.
     * NULL when there are none. */
    struct status (*measure)(struct tx *tx, struct buf *out);
    /* The same of this process alone, without the database. NULL when there are none. */
    void (*metrics)(struct buf *out);
};

/* `.operations = sets, .operations_count = …` of an array. */
#define LISTED(field, array) .field = (array), .field##_count = sizeof(array) / sizeof(array)[0]

int app_main(const struct service *service, int argc, char **argv);

#endif
