#include "rpc/call.h"

static void *allocate(void *arena, size_t bytes)
{
    return arena_try(arena, bytes);
}

static void forget(void *arena, void *data)
{
    (void)arena; /* it all goes with the arena */
    (void)data;
}

void *message_new(struct arena *arena, const ProtobufCMessageDescriptor *type)
{
    void *message = arena_alloc(arena, type->sizeof_message);

    protobuf_c_message_init(type, message);
    return message;
}

void *messages_new(struct arena *arena, const ProtobufCMessageDescriptor *type, size_t count)
{
    void **messages = arena_array(arena, void *, count);

    for (size_t i = 0; i < count; i++)
        messages[i] = message_new(arena, type);
    return messages;
}

void *message_unpack(struct arena *arena, const ProtobufCMessageDescriptor *type, const void *data, size_t bytes)
{
    ProtobufCAllocator allocator = { .alloc = allocate, .free = forget, .allocator_data = arena };

    return protobuf_c_message_unpack(type, &allocator, bytes, data ? data : (const void *)"");
}

uint8_t *message_pack(struct arena *arena, const ProtobufCMessage *message, size_t *ret_bytes)
{
    size_t bytes = protobuf_c_message_get_packed_size(message);
    uint8_t *data = arena_alloc(arena, bytes ? bytes : 1);

    *ret_bytes = protobuf_c_message_pack(message, data);
    return data;
}
