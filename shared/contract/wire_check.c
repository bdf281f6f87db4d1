/* A message that came over the bus: well-formed, and its fields' rules kept. The same rules with the same words as for
 * JSON, because the bus has other callers than the gateway. */
#include "base/utf8.h"
#include "contract/rules.h"
#include "contract/transcode.h"
#include "contract/wire_index.h"

#define CHECK_ARENA_BYTES_MAX ((size_t)4 << 20)

/* False ends it: the bytes are no such message. */
static bool check_message(struct report *report, const struct message_type *type, struct wire wire,
                          const struct place *parent, int depth);

static bool check_scalar(struct report *report, const struct place *place, const struct field *field,
                         const struct field *value_field, const struct scalar *scalar, bool present)
{
    if (value_field->kind == FIELD_STRING && !utf8_valid(scalar->data, scalar->bytes))
        return false;
    if (present)
        rules_check_scalar(report, place, field, scalar);
    return true;
}

static bool check_well_known(struct report *report, const struct place *place, const struct field *field,
                             struct wire bytes)
{
    struct scalar scalar;

    if (!wire_well_known(field, bytes, NULL, &scalar))
        return false;
    if (field->message->well_known == WELL_KNOWN_WRAPPER)
        return check_scalar(report, place, field, &field->message->fields[0], &scalar, true);
    return field->message->well_known == WELL_KNOWN_FIELD_MASK || timestamp_fits((int64_t)scalar.bits, scalar.nanos);
}

static bool check_value(struct report *report, const struct place *place, const struct field *field,
                        const struct wire_value *value, int depth, struct unique *unique)
{
    struct scalar scalar;

    if (field->message)
        return field->message->well_known == WELL_KNOWN_NONE
                   ? check_message(report, field->message, value->bytes, place, depth + 1)
                   : check_well_known(report, place, field, value->bytes);
    wire_scalar(field, value, &scalar);
    if (unique && rule_wants_unique(field, place->index))
        unique_add(unique, report->arena, &scalar, (size_t)place->index);
    return check_scalar(report, place, field, field, &scalar,
                        field->repeated || field->_form->presence || !scalar_is_zero(field, &scalar));
}

static bool check_list(struct report *report, const struct place *place, struct wire_items items, int depth,
                       size_t *ret_count)
{
    struct place item = { .parent = place, .index = 0 };
    struct unique unique = { 0 };
    struct wire_value value;
    enum wire_next next;

    for (; (next = wire_next(&items, &value)) == WIRE_ITEM; item.index++)
        if (!check_value(report, &item, place->field, &value, depth + 1, &unique))
            return false;
    rules_check_unique(report, place, &unique);
    *ret_count = (size_t)item.index;
    return next == WIRE_END;
}

/* The key as JSON would show it, without quotes. */
static void name_entry(struct report *report, const struct field *key_field, const struct wire_value *value,
                       struct place *entry)
{
    struct scalar key;
    struct buf text;

    wire_scalar(key_field, value, &key);
    if (key_field->kind == FIELD_STRING) {
        entry->key = key.data;
        entry->key_bytes = key.bytes;
        return;
    }
    buf_init(&text, report->arena, 0);
    scalar_write_json(key_field, &key, &text);
    entry->key = text.data;
    entry->key_bytes = text.len;
}

static bool check_entry(struct report *report, const struct place *map, struct wire bytes, int depth)
{
    const struct message_type *type = map->field->message;
    struct place entry = { .parent = map, .index = NO_INDEX };
    struct wire_value key, value;
    struct wire_index index;

    if (!wire_index(type, bytes, &index))
        return false;
    key = wire_value_of(&index, 0);
    value = wire_value_of(&index, 1);
    if (!check_value(report, &entry, &type->fields[0], &key, depth + 1, NULL))
        return false;
    name_entry(report, &type->fields[0], &key, &entry);
    return check_value(report, &entry, &type->fields[1], &value, depth + 1, NULL);
}

static bool check_map(struct report *report, const struct place *place, struct wire_items items, int depth,
                      size_t *ret_count)
{
    struct wire_value entry;

    for (*ret_count = 0; wire_next(&items, &entry) == WIRE_ITEM; ++*ret_count) {
        if (*ret_count == MAP_ITEMS_MAX) {
            report_add(report, place, "must have at most %d items", MAP_ITEMS_MAX);
            return true;
        }
        if (!check_entry(report, place, entry.bytes, depth))
            return false;
    }
    return true;
}

/* *ret_present: set, and not zero where zero means unset. */
static bool check_member(struct report *report, const struct place *place, const struct wire_index *index, size_t at,
                         int depth, bool *ret_present)
{
    const struct field *field = place->field;
    struct wire_value value;
    struct scalar scalar;
    size_t count = 0;

    *ret_present = true;
    if (field->repeated) {
        struct wire_items items = wire_items(index, at, field);

        if (!(field->map ? check_map : check_list)(report, place, items, depth, &count))
            return false;
        rules_check_count(report, place, field, count);
        *ret_present = count > 0;
        return true;
    }
    value = wire_value_of(index, at);
    if (!field->_form->presence) {
        wire_scalar(field, &value, &scalar);
        *ret_present = !scalar_is_zero(field, &scalar);
    }
    return check_value(report, place, field, &value, depth, NULL);
}

static bool check_message(struct report *report, const struct message_type *type, struct wire wire,
                          const struct place *parent, int depth)
{
    struct wire_index index;
    uint64_t present = 0;

    if (depth > MESSAGE_DEPTH_MAX || !wire_index(type, wire, &index))
        return false;
    for (uint64_t seen = index.present; seen; seen &= seen - 1) {
        size_t at = (size_t)__builtin_ctzll(seen);
        struct place place = { .parent = parent, .field = &type->fields[at] };
        bool is_present;

        if (!check_member(report, &place, &index, at, depth, &is_present))
            return false;
        present |= (uint64_t)is_present << at;
    }
    rules_check_required(report, parent, type, present);
    return true;
}

struct status wire_check(const struct message_type *type, const void *wire, size_t wire_bytes)
{
    const uint8_t *bytes = wire ? wire : "";
    struct report report;
    struct arena arena;
    struct status status = OK;

    arena_init(&arena, CHECK_ARENA_BYTES_MAX);
    report = (struct report){ .arena = &arena };
    if (!check_message(&report, type, (struct wire){ bytes, bytes + wire_bytes }, NULL, 1))
        status = fail(BAD_REQUEST, "the request's %zu bytes are no %s", wire_bytes, type->full_name);
    else if (report.violations)
        status = fail_fields(report.violations);
    arena_finish(&arena);
    return status;
}
