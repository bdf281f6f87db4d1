/* What a message must be for its JSON to be sure of its depth and of its shape. */
#include <string.h>

#include "contract/tables.h"

/* The way down to a message, for the sentence about a recursive one. */
struct way {
    const struct way *up;
    const struct message_type *type;
};

static struct status recursive(const struct message_type *type, const struct way *way)
{
    const struct way *below = way;

    while (below->up && below->up->type != type)
        below = below->up;
    return fail(CONTRACT_UNFIT, "message %s is recursive, by way of %s; its depth has no bound", type->full_name,
                way->type == type ? "itself" : below->type->full_name);
}

static struct status check_depth(const struct message_type *type, const struct way *up, unsigned depth)
{
    struct way way = { up, type };

    if (depth > MESSAGE_DEPTH_MAX)
        return fail(CONTRACT_UNFIT, "message %s nests its JSON deeper than %d", type->full_name, MESSAGE_DEPTH_MAX);
    if (type->well_known != WELL_KNOWN_NONE)
        return OK;
    for (size_t i = 0; i < type->fields_count; i++) {
        const struct field *field = &type->fields[i];
        const struct message_type *next = field->message;

        if (field->map)
            next = field->message->fields_count == 2 ? field->message->fields[1].message : NULL;
        if (!next)
            continue;
        for (const struct way *above = &way; above; above = above->up)
            if (above->type == next)
                return recursive(next, &way);
        TRY(check_depth(next, &way, depth + (field->repeated ? 2 : 1)));
    }
    return OK;
}

static struct status check_field(const struct message_type *type, const struct field *field)
{
    const char *other = field->message ? field->message->full_name : "";

    if (strncmp(other, "google.protobuf.", 16) == 0 && field->message->well_known == WELL_KNOWN_NONE)
        return fail(
            CONTRACT_UNFIT,
            "field %s.%s: %s has no JSON form here; use Timestamp, FieldMask, a wrapper, or a message of your own",
            type->full_name, field->name, other);
    if (field->repeated && !field->map && field->message && field->message->well_known == WELL_KNOWN_WRAPPER)
        return fail(CONTRACT_UNFIT,
                    "field %s.%s is a list of wrappers; an item is never absent, so list the plain type",
                    type->full_name, field->name);
    return OK;
}

static struct status check_message(const struct message_type *type)
{
    if (type->fields_count > MESSAGE_FIELDS_MAX)
        return fail(CONTRACT_UNFIT, "message %s has %zu fields; %d is the most, group them in messages",
                    type->full_name, type->fields_count, MESSAGE_FIELDS_MAX);
    for (size_t i = 0; i < type->fields_count; i++)
        TRY(check_field(type, &type->fields[i]));
    if (type->oneofs_count > type->fields_count)
        return fail(CONTRACT_UNFIT, "message %s has a oneof without members", type->full_name);
    for (size_t i = 0; i < type->oneofs_count; i++)
        if (type->oneofs[i][0] == '_')
            return fail(CONTRACT_UNFIT,
                        "message %s: %s is `optional`, which protoc-c refuses; use a wrapper, a oneof or a field mask",
                        type->full_name, type->oneofs[i] + 1);
    return check_depth(type, NULL, 1);
}

struct status check_messages(const struct contract *contract)
{
    for (size_t i = 0; i < contract->plain_messages_count; i++)
        TRY(check_message(&contract->messages[i]));
    return OK;
}
