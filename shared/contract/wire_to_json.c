/* An answer's wire bytes → JSON, every field in the order of its number: zero values written, what is unset and may be
 * unset as null. */
#include "contract/transcode.h"
#include "contract/wire_index.h"

static bool write_message(const struct message_type *type, struct wire wire, struct buf *out, int depth);

/* A string without value has no bytes to point at. */
static bool write_scalar(const struct field *field, const struct wire_value *value, struct buf *out)
{
    struct scalar scalar;

    wire_scalar(field, value, &scalar);
    return scalar_write_json(field, &scalar, out);
}

static bool write_well_known(const struct field *field, struct wire bytes, struct buf *out)
{
    struct scalar scalar;

    if (!wire_well_known(field, bytes, out, &scalar))
        return false;
    switch (field->message->well_known) {
    case WELL_KNOWN_TIMESTAMP:
        return timestamp_write_json((int64_t)scalar.bits, scalar.nanos, out);
    case WELL_KNOWN_FIELD_MASK:
        return true; /* is written already */
    default:
        return scalar_write_json(&field->message->fields[0], &scalar, out);
    }
}

static bool write_value(const struct field *field, const struct wire_value *value, struct buf *out, int depth)
{
    if (!field->message)
        return write_scalar(field, value, out);
    if (field->message->well_known != WELL_KNOWN_NONE)
        return write_well_known(field, value->bytes, out);
    return write_message(field->message, value->bytes, out, depth + 1);
}

static bool write_list(const struct field *field, struct wire_items items, struct buf *out, int depth)
{
    struct wire_value value;
    enum wire_next next;
    char before = '[';

    if (depth >= MESSAGE_DEPTH_MAX)
        return false;
    while ((next = wire_next(&items, &value)) == WIRE_ITEM) {
        if (out->len > JSON_BYTES_MAX)
            return false;
        buf_add_char(out, before);
        before = ',';
        if (!write_value(field, &value, out, depth + 1))
            return false;
    }
    if (before == '[')
        buf_add_char(out, '[');
    buf_add_char(out, ']');
    return next == WIRE_END;
}

/* Keys are strings in JSON whatever their type. */
static bool write_key(const struct field *field, const struct wire_value *value, struct buf *out)
{
    bool quoted = field->kind == FIELD_STRING;

    if (!quoted)
        buf_add_char(out, '"');
    if (!write_scalar(field, value, out))
        return false;
    buf_add_str(out, quoted ? ":" : "\":");
    return true;
}

static bool write_entry(const struct message_type *type, struct wire entry, struct buf *out, int depth)
{
    struct wire_value key, value;
    struct wire_index index;

    if (!wire_index(type, entry, &index))
        return false;
    key = wire_value_of(&index, 0);
    value = wire_value_of(&index, 1);
    return write_key(&type->fields[0], &key, out) && write_value(&type->fields[1], &value, out, depth);
}

static bool write_map(const struct field *field, struct wire_items items, struct buf *out, int depth)
{
    struct wire_value entry;
    char before = '{';

    if (depth >= MESSAGE_DEPTH_MAX)
        return false;
    while (wire_next(&items, &entry) == WIRE_ITEM) {
        if (out->len > JSON_BYTES_MAX)
            return false;
        buf_add_char(out, before);
        before = ',';
        if (!write_entry(field->message, entry.bytes, out, depth + 1))
            return false;
    }
    if (before == '{')
        buf_add_char(out, '{');
    buf_add_char(out, '}');
    return true;
}

static bool write_member(const struct message_type *type, const struct wire_index *index, size_t at, struct buf *out,
                         int depth)
{
    const struct field *field = &type->fields[at];
    struct wire_value value;

    if (field->map)
        return write_map(field, wire_items(index, at, field), out, depth);
    if (field->repeated)
        return write_list(field, wire_items(index, at, field), out, depth);
    if (field->_form->presence && !(index->present >> at & 1)) {
        buf_add_str(out, "null");
        return true;
    }
    value = wire_value_of(index, at);
    return write_value(field, &value, out, depth);
}

static bool write_message(const struct message_type *type, struct wire wire, struct buf *out, int depth)
{
    struct wire_index index;
    size_t start;

    if (depth > MESSAGE_DEPTH_MAX || !wire_index(type, wire, &index))
        return false;
    start = out->len;
    for (size_t i = 0; i < type->fields_count && out->len <= JSON_BYTES_MAX; i++) {
        buf_add(out, type->fields[i]._form->key, type->fields[i]._form->key_bytes);
        if (!write_member(type, &index, i, out, depth))
            return false;
    }
    if (out->len > start)
        out->data[start] = '{'; /* for the first key's comma */
    else
        buf_add_char(out, '{');
    buf_add_char(out, '}');
    return true;
}

struct status wire_to_json(const struct message_type *type, const void *wire, size_t wire_bytes, struct buf *out)
{
    const uint8_t *bytes = wire ? wire : "";
    size_t start = out->len;

    bool good = write_message(type, (struct wire){ bytes, bytes + wire_bytes }, out, 1);
    bool large = out->len > JSON_BYTES_MAX;

    if (good && !large)
        return OK;
    out->len = start;
    out->data[start] = '\0';
    if (large)
        return fail(INTERNAL, "an answer of %zu bytes is more than %zu bytes of JSON", wire_bytes, JSON_BYTES_MAX);
    return fail(INTERNAL, "an answer of %zu bytes is no %s", wire_bytes, type->full_name);
}
