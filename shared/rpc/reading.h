/* READ methods: the requests of one message (one, or a linli.api.Pack of several) in one read-only snapshot, each with
 * its own outcome. Private to shared/rpc.
 *
 * Every handler runs on a fiber of its own. When it needs an answer of the database it pauses, the next one goes on,
 * and what all of them ask travels in one exchange: thirty reads wait for one. A failed statement fails its
 * transaction and so everybody in it; then each of those left is read alone. */
#ifndef LINLI_RPC_READING_H
#define LINLI_RPC_READING_H

#include "rpc/endpoint.h"

#define READERS_MAX 32 /* handlers that take turns in one snapshot */

struct reading; /* a worker's */

struct reading *reading_create(struct runtime *runtime);
void reading_destroy(struct reading *reading); /* NULL is allowed */

/* Answers the message and takes it over. */
void reading_serve(struct reading *reading, struct endpoint *endpoint, natsMsg *message, int64_t arrived_us);

#endif
