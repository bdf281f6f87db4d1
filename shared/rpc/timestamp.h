/* google.protobuf.Timestamp and our microseconds since 1970. */
#ifndef LINLI_RPC_TIMESTAMP_H
#define LINLI_RPC_TIMESTAMP_H

#include <stdint.h>

#include "base/arena.h"
#include "google/protobuf/timestamp.pb-c.h"

/* NULL, an unset field, for 0. */
Google__Protobuf__Timestamp *timestamp_new(struct arena *arena, int64_t unix_us);
/* 0 for an unset field. */
int64_t timestamp_us(const Google__Protobuf__Timestamp *timestamp);

#endif
