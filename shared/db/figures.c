#include "db/figures.h"

#include "db/pulse.h"

struct db_figures db_figures;

void db_metrics(const struct pulse *pulse, struct buf *out)
{
    metric_one(out, "linli_db_connections", "gauge", "Connections to PostgreSQL that are open.",
               atomic_load(&db_figures.open));
    metric_one(out, "linli_db_connections_waiting", "gauge", "Of them, those that wait for an answer.",
               atomic_load(&pulse->waiting));
    metric_one(out, "linli_db_connects_total", "counter", "Connections made.", (int64_t)atomic_load(&db_figures.made));
    metric_one(out, "linli_db_connect_failures_total", "counter", "Attempts that made none.",
               (int64_t)atomic_load(&db_figures.failed));
    metric_head(out, "linli_db_exchange_seconds", "histogram",
                "Exchanges with PostgreSQL: statements that travelled together, until all were answered.");
    metric_histogram(out, "linli_db_exchange_seconds", "", &db_figures.exchanges);
}
