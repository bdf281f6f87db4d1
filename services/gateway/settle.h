/* The thread that settles rate budgets with the other gateways through Redis, every SETTLE_INTERVAL_MS. Requests never
 * wait for it; while Redis is away each gateway limits on its own. */
#ifndef LINLI_GATEWAY_SETTLE_H
#define LINLI_GATEWAY_SETTLE_H

#include "cache/cache.h"
#include "gateway/limits.h"

#define SETTLE_INTERVAL_MS 200
#define SETTLE_BATCH       256

struct settle;

/* Owns neither. The cache belongs to the thread until settle_stop(). */
struct settle *settle_start(struct limits *limits, struct cache *cache);
void settle_stop(struct settle *settle);
/* Whether the last round reached Redis. */
bool settle_connected(const struct settle *settle);

#endif
