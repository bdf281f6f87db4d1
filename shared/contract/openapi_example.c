/* Examples: what the rules give, else a plain value that they allow. */
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "contract/openapi_parts.h"
#include "contract/rules.h"

#define EXAMPLE_ID   "0194a1b2c3d47e5f8a6b9c0d1e2f3a4b"
#define EXAMPLE_TIME "2026-11-21T20:00:00Z"

/* Goes through the same conversion as a caller's text: an example is of the field's own JSON type. */
static struct tree *from_text(struct arena *arena, const struct field *field, const char *text)
{
    struct scalar scalar;
    struct buf json;

    if (scalar_read(field, text, strlen(text), arena, &scalar))
        return NULL;
    if (field->message && field->message->well_known != WELL_KNOWN_WRAPPER)
        return tree_text(arena, text);
    buf_init(&json, arena, 0);
    return scalar_write_json(field_value(field), &scalar, &json) ? tree_raw(arena, json.data) : NULL;
}

static struct tree *example_enum(struct arena *arena, const struct field *field)
{
    const struct enum_type *type = field->enumeration;

    for (size_t i = 0; i < type->values_count; i++)
        if (type->values[i].number && rule_admits(field->rule, type->values[i].number))
            return tree_text(arena, type->values[i].name);
    return tree_text(arena, type->values[0].name);
}

static struct tree *example_number(struct arena *arena, const Api__Rule *rule)
{
    int64_t value = 1;

    if (rule && rule->has_min && value < rule->min)
        value = rule->min;
    if (rule && rule->has_max && value > rule->max)
        value = rule->max;
    return tree_int(arena, value);
}

/* The field's own name, as long as the rule wants it. */
static struct tree *example_string(struct arena *arena, const struct field *field)
{
    const Api__Rule *rule = field->rule;
    size_t name = strlen(field->json_name);
    struct buf text;

    if (rule && rule->id)
        return tree_text(arena, EXAMPLE_ID);
    if (rule && rule->pattern)
        return NULL;
    if (name > 3 && strcmp(field->json_name + name - 2, "Id") == 0)
        return tree_text(arena, EXAMPLE_ID);
    buf_init(&text, arena, 0);
    do
        buf_add_str(&text, field->json_name);
    while (rule && rule->has_min_len && text.len < rule->min_len);
    if (rule && rule->has_max_len && text.len > rule->max_len)
        text.data[text.len = rule->max_len] = '\0';
    return tree_text(arena, text.data);
}

static struct tree *example_bytes(struct arena *arena, const Api__Rule *rule)
{
    struct scalar scalar = { .bytes = rule && rule->min_len > 2 ? rule->min_len : 2 };
    struct field bytes = { .kind = FIELD_BYTES };
    struct buf json;

    if (rule && rule->json)
        return tree_object(arena);
    scalar.data = arena_alloc(arena, scalar.bytes);
    buf_init(&json, arena, 0);
    scalar_write_json(&bytes, &scalar, &json);
    return tree_raw(arena, json.data);
}

static struct tree *example_single(struct arena *arena, const struct field *field, bool answer)
{
    struct field value = *field_value(field);

    value.rule = field->rule;
    value.json_name = field->json_name;
    if (field->rule && field->rule->example)
        return from_text(arena, field, field->rule->example);
    switch (value.kind) {
    case FIELD_BOOL:
        return tree_bool(arena, true);
    case FIELD_STRING:
        return example_string(arena, &value);
    case FIELD_BYTES:
        return example_bytes(arena, value.rule);
    case FIELD_ENUM:
        return example_enum(arena, &value);
    case FIELD_MESSAGE:
        if (value.message->well_known == WELL_KNOWN_TIMESTAMP)
            return tree_text(arena, EXAMPLE_TIME);
        if (value.message->well_known == WELL_KNOWN_FIELD_MASK)
            return tree_text(arena, "title");
        return example_message(arena, value.message, NULL, answer);
    default:
        return example_number(arena, value.rule);
    }
}

static struct tree *example_map(struct arena *arena, const struct field *field, bool answer)
{
    struct tree *map = tree_object(arena), *key = example_single(arena, &field->message->fields[0], answer);
    struct buf name;

    buf_init(&name, arena, 0);
    tree_print(key, &name);
    name.data[--name.len] = '\0';
    if (*name.data == '"') {
        name.data[name.len - 1] = '\0';
        name.data++;
    }
    tree_set(arena, map, name.data, example_single(arena, &field->message->fields[1], answer));
    return map;
}

struct tree *example_value(struct arena *arena, const struct field *field, bool answer)
{
    struct tree *list;

    if (field->map)
        return example_map(arena, field, answer);
    if (!field->repeated)
        return example_single(arena, field, answer);
    list = tree_list(arena);
    tree_add(arena, list, example_single(arena, field, answer));
    return list;
}

/* The first member of each oneof stands for it. */
static bool left_out(const struct message_type *type, const struct field *field)
{
    uint64_t before = (UINT64_C(1) << field_index(type, field)) - 1;

    return field->oneof >= 0 && (type->_form->oneof_members[field->oneof] & before);
}

struct tree *example_message(struct arena *arena, const struct message_type *type, const struct method *method,
                             bool answer)
{
    struct tree *example = tree_object(arena);

    for (size_t i = 0; i < type->fields_count; i++) {
        const struct field *field = &type->fields[i];
        bool absent = left_out(type, field);
        struct tree *value = absent ? NULL : example_value(arena, field, answer);

        if (method && field_in_path(method, field))
            continue;
        if (!value && answer)
            value = absent ? tree_null(arena) : tree_text(arena, "");
        tree_set(arena, example, field->json_name, value);
    }
    return example;
}
