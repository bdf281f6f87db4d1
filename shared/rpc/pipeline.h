/* From a request to its answer. Private to shared/rpc. */
#ifndef LINLI_RPC_PIPELINE_H
#define LINLI_RPC_PIPELINE_H

#include "rpc/endpoint.h"

#define ATTEMPTS_MAX 3

struct answer {
    const uint8_t *data; /* in the arena */
    size_t bytes;
};

/* One request of mode NONE, READ_WRITE or STEPS (READ: reading.h, BATCH: batch.h). The answer is sent by the caller. */
struct status pipeline_run(struct runtime *runtime, struct arena *arena, const struct request *request,
                           struct answer *ret_answer);

/* Takes over one operation in STEPS whose worker died or gave up, and runs it to its end. False when there was none. */
bool pipeline_resume(struct runtime *runtime, struct arena *arena, struct endpoint *endpoints, size_t count);

/* What a BATCH handler or one of the modes runs into when it is worth another attempt. */
bool pipeline_worth_repeating(struct status status);
/* A few milliseconds, so that two who ran into each other do not do it again. */
void pipeline_pause(int attempt);

#endif
