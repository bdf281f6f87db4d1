/* A bus message of a BATCH or READ method on its way: one request, or a pack of several. Private to shared/rpc.
 *
 * A parcel owns its message and its items. Whoever settles its last item answers it and frees it. Its arena is written
 * only while it is opened, so its items may be in the hands of several workers. */
#ifndef LINLI_RPC_PARCEL_H
#define LINLI_RPC_PARCEL_H

#include "base/crypto.h"
#include "rpc/endpoint.h"

#define PACK_ITEMS_MAX 64

struct parcel;

struct item {
    struct item *next; /* while it waits */
    struct parcel *parcel;
    struct request request;
    const void *in;
    uint8_t sha256[SHA256_BYTES];
    bool settled;
    /* Once it is settled: */
    enum code code;
    const char *reason; /* a literal */
    uint8_t *data;      /* the answer, or a linli.api.Failure */
    size_t bytes;
};

struct parcel {
    struct parcel *next; /* until it is opened */
    natsMsg *message;
    int64_t arrived_us;
    struct arena arena;
    bool packed;
    struct item *items;
    size_t count;
    atomic_size_t open; /* items that are not settled */
};

struct parcel *parcel_new(natsMsg *message, int64_t arrived_us);
/* Without an answer, for one that was never opened; the message stays with the caller. */
void parcel_drop(struct parcel *parcel);

/* Decodes the items and settles those that need no handler (late, not allowed, malformed). The others get `in`. When
 * none is left to be handled the parcel is answered and gone: *ret_left is false. */
void parcel_open(struct parcel *parcel, struct endpoint *endpoint, struct runtime *runtime, bool *ret_left);

/* Gives an item its outcome; `out` is its answer when `status` is OK. `scratch` is the calling worker's. */
void item_settle(struct item *item, struct runtime *runtime, struct arena *scratch, struct status status,
                 const ProtobufCMessage *out);

#endif
