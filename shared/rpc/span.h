/* Spans of calls over the bus: the asking side's (client) and the serving side's (server). */
#ifndef LINLI_RPC_SPAN_H
#define LINLI_RPC_SPAN_H

#include "base/status.h"
#include "base/trace.h"
#include "contract/contract.h"

/* A method that is asked. */
struct asking {
    const char *parent;      /* of whoever asks */
    const char *traceparent; /* to be sent */
    char own[TRACEPARENT_BYTES];
    int64_t since_us;
};

/* `parent` stays where it is until asking_end(); "" begins a trace. */
void asking_begin(struct asking *asking, const char *parent);
void asking_end(const struct asking *asking, const struct method *method, struct status status);

/* What a service did for a request that came with `parent`. */
void serving_ended(const char *traceparent, const char *parent, const struct method *method, struct status status,
                   int64_t us);

#endif
