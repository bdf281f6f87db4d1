/* GET /v1/live: the long poll (live.h) in HTTP. */
#ifndef LINLI_GATEWAY_POLL_H
#define LINLI_GATEWAY_POLL_H

#include "gateway/exchange.h"

#define POLL_WAIT_MS_DEFAULT 25000

struct status poll_serve(struct exchange *exchange);

#endif
