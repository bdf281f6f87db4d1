/* Packing: requests of a BATCH or READ method that wait at the same time travel in one message (linli.api.Pack),
 * answered by index. A request leaves at once when no message of its method is on its way. Otherwise a read leaves
 * while there is a place (under_way_max), or when nothing moved for READ_STALL_MS: a replica that hangs may
 * keep some messages, not all readers. What a BATCH method takes waits for others, until PACK_ITEMS_MAX are there or
 * PACK_GATHER_MS_MAX have passed, and for a place: the service commits what gathers as one, so many small messages
 * would make many small commits. An answer too large for the message of all is asked for once more, alone.
 *
 * The thread whose request is the oldest of those waiting carries the pack for all; there is no thread of our own.
 */
#ifndef LINLI_GATEWAY_PACK_H
#define LINLI_GATEWAY_PACK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "contract/contract.h"
#include "rpc/client.h"

#define PACK_ITEMS_MAX      64
#define PACK_BYTES_MAX      (512 * 1024)
#define PACK_GATHER_MS_MAX  2
#define PACKS_UNDER_WAY_MAX 8 /* of a BATCH method */
#define READ_STALL_MS       50

struct gateway;
struct pack_item;

struct packer {
    pthread_mutex_t lock;
    struct pack_item *first, *last; /* waiting, oldest first */
    size_t waiting;
    _Atomic int64_t late_since_ms; /* since when the first of them waits; 0: they fit into the next message */
    int under_way, under_way_max;
    int64_t moved_ms;      /* when a message left or returned */
    uint64_t packs, items; /* since start */
};

void packer_init(struct packer *packer, int under_way_max);
void packer_finish(struct packer *packer);

/* Who waits here has waited too long for others to join him (rpc/patience.h). */
bool packer_late(const struct packer *packer, const struct method *method, int64_t now_ms);

/* Fails as the service failed for this one, or as the message failed for all. OVERLOADED when the deadline came before
 * it could leave: then it was not done. */
struct status pack_call(struct gateway *gateway, const struct method *method, struct arena *arena,
                        const struct rpc_request *request, struct rpc_reply *ret_reply);

#endif
