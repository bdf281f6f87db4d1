/* Private to shared/contract: our options, which arrive as unknown fields of the unpacked descriptor options. */
#ifndef LINLI_CONTRACT_OPTIONS_H
#define LINLI_CONTRACT_OPTIONS_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/status.h"

#define OPTION_RPC    50001
#define OPTION_RULE   50002
#define OPTION_REASON 50003

/* Allocates from the arena, gives NULL when it is full, frees nothing. Valid as long as the arena is. */
ProtobufCAllocator arena_allocator(struct arena *arena);

/* The option of that number on `options` (NULL: none there) as a message on `arena`. NULL when it is not set.
 * Fails when its bytes are not such a message, which is also how a missing required part shows. */
struct status option_read(struct arena *arena, const ProtobufCMessage *options, uint32_t number,
                          const ProtobufCMessageDescriptor *type, const void **ret_option);

#endif
