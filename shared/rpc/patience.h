/* How long the first of those that wait may have waited before whoever comes next is told that there is no room. A
 * queue is bounded by what it holds, so that memory is; but how long that lasts depends on the day, and what waits
 * longer than its caller does is work for nobody. Reads are told first, money last. What other services ask waits as
 * money does: somebody's order may hang on it.
 *
 * It counts when more wait than can be taken next. A few that have waited are no sign of much to do: the machine may
 * have stood still, or a caller waits behind himself.
 */
#ifndef LINLI_RPC_PATIENCE_H
#define LINLI_RPC_PATIENCE_H

#include "contract/contract.h"

#define PATIENCE_READ_MS  250
#define PATIENCE_WRITE_MS 350
#define PATIENCE_MONEY_MS 450

static inline int64_t patience_ms(const struct method *method)
{
    Api__Priority priority = method->rpc->priority;

    if (priority == API__PRIORITY__PRIORITY_MONEY || method->rpc->access == API__ACCESS__SERVICES)
        return PATIENCE_MONEY_MS;
    return priority == API__PRIORITY__PRIORITY_WRITE ? PATIENCE_WRITE_MS : PATIENCE_READ_MS;
}

#endif
