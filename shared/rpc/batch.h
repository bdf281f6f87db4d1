/* One run of a BATCH handler over what has gathered. Private to shared/rpc. */
#ifndef LINLI_RPC_BATCH_H
#define LINLI_RPC_BATCH_H

#include "rpc/parcel.h"

/* Settles every item; count ≤ BATCH_ITEMS_MAX. */
void batch_run(struct endpoint *endpoint, struct runtime *runtime, struct item **items, size_t count);

#endif
