/* The span of a request: what it was in the contract's words, never its path, query, address, token or body. */
#ifndef LINLI_GATEWAY_SPAN_H
#define LINLI_GATEWAY_SPAN_H

#include "gateway/exchange.h"

void exchange_span(const struct exchange *exchange, int64_t us);

#endif
