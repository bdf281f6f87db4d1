/* JSON → wire. The first byte chooses the message and whether the rest is a body or a query (`name=value&…`).
 *
 * What is taken must pass wire_check(), be readable by protobuf-c, and come back through JSON as the very same bytes.
 */
#include <string.h>

#include "contract/transcode.h"
#include "demo_types.h"

#define PARAMETERS_MAX 32

static size_t split_query(char *text, struct parameter parameters[PARAMETERS_MAX])
{
    size_t count = 0;

    for (char *part = strtok(text, "&"); part && count < PARAMETERS_MAX; part = strtok(NULL, "&")) {
        char *equals = strchr(part, '=');

        if (!equals)
            continue;
        *equals = '\0';
        parameters[count++] = (struct parameter){ part, equals + 1 };
    }
    return count;
}

static void check_taken(const struct message_type *type, const struct demo_choice *choice, struct arena *arena,
                        const struct buf *wire)
{
    struct buf json, again;
    ProtobufCMessage *message =
        protobuf_c_message_unpack(choice->descriptor, NULL, wire->len, (const uint8_t *)wire->data);

    MUST(message);
    protobuf_c_message_free_unpacked(message, NULL);
    MUST(ok(wire_check(type, wire->data, wire->len)));
    buf_init(&json, arena, 0);
    buf_init(&again, arena, 0);
    MUST(ok(wire_to_json(type, wire->data, wire->len, &json)));
    MUST(ok(json_to_wire(type, arena, json.data, json.len, NULL, NULL, 0, &again)));
    MUST(again.len == wire->len && memcmp(again.data, wire->data, wire->len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct demo_choice *choice;
    const struct message_type *type;
    struct parameter parameters[PARAMETERS_MAX];
    struct arena arena;
    struct buf wire;
    struct status status;

    if (size == 0)
        return 0;
    choice = &demo_choices[(data[0] & 0x7F) % DEMO_CHOICES];
    type = contract_message(demo_contract(), choice->name);
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&wire, &arena, 0);
    if (data[0] & 0x80) {
        char *text = arena_strndup(&arena, (const char *)data + 1, size - 1);
        size_t count = split_query(text, parameters);

        status = json_to_wire(type, &arena, NULL, 0, NULL, parameters, count, &wire);
        if (ok(status))
            MUST(ok(wire_check(type, wire.data, wire.len)));
    } else {
        status = json_to_wire(type, &arena, (const char *)data + 1, size - 1, NULL, NULL, 0, &wire);
        if (ok(status))
            check_taken(type, choice, &arena, &wire);
    }
    arena_finish(&arena);
    return 0;
}
