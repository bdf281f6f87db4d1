/* $SRV.PING, INFO and STATS: the service tells who it is and how it fares, as ADR-32 of NATS has it.
 * Private to shared/rpc. */
#ifndef LINLI_RPC_DISCOVERY_H
#define LINLI_RPC_DISCOVERY_H

#include "rpc/endpoint.h"

struct discovery;

struct status discovery_start(const struct server_options *options, struct endpoint *endpoints, size_t count,
                              struct discovery **ret_discovery);
/* NULL is allowed. */
void discovery_stop(struct discovery *discovery);

#endif
