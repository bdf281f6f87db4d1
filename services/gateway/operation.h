/* From a request that passed the guards to its answer, step by step; see operation_serve(). */
#ifndef LINLI_GATEWAY_OPERATION_H
#define LINLI_GATEWAY_OPERATION_H

#include "gateway/exchange.h"

/* Always answers. */
void operation_serve(struct exchange *exchange);

/* Who calls and how often he may: the steps that a request and each read of a batch have in common. */
struct status operation_admit(struct exchange *exchange, const struct route_match *match,
                              struct limit_verdict *ret_limits);

/* Calls the method, which needs no key, with a body of ours, and answers; fails for the caller to answer. */
struct status operation_invoke(struct exchange *exchange, const char *body, size_t body_bytes);

#endif
