/* POST /v1:batch: up to 10 reads in one round trip, side by side. */
#ifndef LINLI_GATEWAY_BATCH_H
#define LINLI_GATEWAY_BATCH_H

#include "gateway/exchange.h"

#define BATCH_READS_MAX 10

struct status batch_serve(struct exchange *exchange, const char *body, size_t body_bytes);

#endif
