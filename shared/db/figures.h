/* What the connections of this process do, for /metrics. */
#ifndef LINLI_DB_FIGURES_H
#define LINLI_DB_FIGURES_H

#include "base/metric.h"

struct db_figures {
    atomic_int open;
    _Atomic uint64_t made, failed; /* connections; attempts at one */
    struct histogram exchanges;
};

extern struct db_figures db_figures;

struct pulse;
void db_metrics(const struct pulse *pulse, struct buf *out);

#endif
