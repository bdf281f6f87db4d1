/* Wire → JSON and wire_check(). The first byte chooses the message.
 *
 * Both must agree on what is a message; protobuf-c must be able to read whatever they take; and the JSON must be JSON.
 */
#include "contract/transcode.h"
#include "demo_types.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct demo_choice *choice;
    const struct message_type *type;
    struct arena arena;
    struct buf json, wire;
    struct status checked, shown;

    if (size == 0)
        return 0;
    choice = &demo_choices[data[0] % DEMO_CHOICES];
    type = contract_message(demo_contract(), choice->name);
    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&json, &arena, 0);
    buf_init(&wire, &arena, 0);
    checked = wire_check(type, data + 1, size - 1);
    shown = wire_to_json(type, data + 1, size - 1, &json);
    MUST(ok(shown) == !failed_with(checked, BAD_REQUEST));
    if (ok(shown)) {
        ProtobufCMessage *message = protobuf_c_message_unpack(choice->descriptor, NULL, size - 1, data + 1);

        MUST(message);
        protobuf_c_message_free_unpacked(message, NULL);
        MUST(!failed_with(json_to_wire(type, &arena, json.data, json.len, NULL, NULL, 0, &wire), BAD_REQUEST));
    }
    arena_finish(&arena);
    return 0;
}
