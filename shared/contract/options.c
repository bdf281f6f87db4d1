#include "contract/options.h"

#include "base/buf.h"
#include "contract/contract.h"

static void *allocate(void *arena, size_t bytes)
{
    return arena_try(arena, bytes);
}

static void keep(void *arena, void *data)
{
    (void)arena;
    (void)data;
}

ProtobufCAllocator arena_allocator(struct arena *arena)
{
    return (ProtobufCAllocator){ .alloc = allocate, .free = keep, .allocator_data = arena };
}

/* What follows the length prefix that protobuf-c leaves on unknown fields. */
static void add_payload(struct buf *bytes, const ProtobufCMessageUnknownField *field)
{
    size_t prefix = 0;

    while (prefix < field->len && field->data[prefix] & 0x80)
        prefix++;
    if (prefix < field->len)
        buf_add(bytes, field->data + prefix + 1, field->len - prefix - 1);
}

/* An option set piecewise (`option (rpc).tx = READ; option (rpc).get = "…"`) comes as several fields of one number:
 * their bytes one after the other are the whole message. */
struct status option_read(struct arena *arena, const ProtobufCMessage *options, uint32_t number,
                          const ProtobufCMessageDescriptor *type, const void **ret_option)
{
    ProtobufCAllocator allocator = arena_allocator(arena);
    struct buf bytes;
    bool found = false;

    *ret_option = NULL;
    if (!options)
        return OK;
    buf_init(&bytes, arena, 0);
    for (unsigned i = 0; i < options->n_unknown_fields; i++)
        if (options->unknown_fields[i].tag == number &&
            options->unknown_fields[i].wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED) {
            add_payload(&bytes, &options->unknown_fields[i]);
            found = true;
        }
    if (!found)
        return OK;
    *ret_option = protobuf_c_message_unpack(type, &allocator, bytes.len, (const uint8_t *)bytes.data);
    if (!*ret_option)
        return fail(CONTRACT_UNFIT, "its option (%s) is not complete", type->name);
    return OK;
}
