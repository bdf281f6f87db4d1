#include "contract/wire_index.h"

static bool type_fits(const struct field *field, unsigned type)
{
    return type == field->_form->wire_type || (field->repeated && type == WIRE_BYTES);
}

/* May stand here: it is a list, or the first of its kind. */
static bool alone(const struct message_type *type, const struct field *field, uint64_t present)
{
    uint64_t rivals = UINT64_C(1) << field_index(type, field);

    if (field->oneof >= 0)
        rivals = type->_form->oneof_members[field->oneof];
    return field->repeated || !(present & rivals);
}

bool wire_index(const struct message_type *type, struct wire wire, struct wire_index *ret_index)
{
    const uint8_t *start = wire.at;

    ret_index->start = start;
    ret_index->present = 0;
    while (wire.at < wire.end) {
        const uint8_t *tag = wire.at;
        const struct field *field;
        struct wire_value value;
        uint32_t number;
        unsigned wire_type;
        size_t index;

        if (!wire_take_tag(&wire, &number, &wire_type) || !wire_take_value(&wire, wire_type, &value))
            return false;
        field = message_field_by_number(type, number);
        if (!field)
            continue;
        if (!type_fits(field, wire_type) || !alone(type, field, ret_index->present))
            return false;
        index = field_index(type, field);
        if (!(ret_index->present >> index & 1))
            ret_index->spans[index].from = (uint32_t)(tag - start);
        ret_index->spans[index].to = (uint32_t)(wire.at - start);
        ret_index->present |= UINT64_C(1) << index;
    }
    return true;
}

struct wire_value wire_value_of(const struct wire_index *index, size_t at)
{
    struct wire_value value = { 0 };
    struct wire wire;
    uint32_t number;
    unsigned type;

    if (!(index->present >> at & 1))
        return value;
    wire = (struct wire){ index->start + index->spans[at].from, index->start + index->spans[at].to };
    if (wire_take_tag(&wire, &number, &type))
        wire_take_value(&wire, type, &value);
    return value;
}

/* The next occurrence of the field in bytes whose frame was checked. */
static bool next_occurrence(struct wire *wire, const struct field *field, unsigned *ret_type,
                            struct wire_value *ret_value)
{
    while (wire->at < wire->end) {
        uint32_t number;

        if (!wire_take_tag(wire, &number, ret_type) || !wire_take_value(wire, *ret_type, ret_value))
            return false;
        if (number == field->number)
            return true;
    }
    return false;
}

struct wire_items wire_items(const struct wire_index *index, size_t at, const struct field *field)
{
    struct wire_items items = { .field = field };

    if (index->present >> at & 1)
        items.rest = (struct wire){ index->start + index->spans[at].from, index->start + index->spans[at].to };
    return items;
}

enum wire_next wire_next(struct wire_items *items, struct wire_value *ret_value)
{
    unsigned wire_type = items->field->_form->wire_type, type;

    while (items->packed.at == items->packed.end) {
        if (!next_occurrence(&items->rest, items->field, &type, ret_value))
            return WIRE_END;
        if (type == wire_type)
            return WIRE_ITEM;
        items->packed = ret_value->bytes;
    }
    return wire_take_value(&items->packed, wire_type, ret_value) ? WIRE_ITEM : WIRE_BROKEN;
}

static bool take_mask(const struct wire_index *index, const struct message_type *type, struct buf *out)
{
    struct wire_items items = wire_items(index, 0, &type->fields[0]);
    struct wire_value path;
    const char *before = "\"";

    while (wire_next(&items, &path) == WIRE_ITEM) {
        if (out)
            buf_add_str(out, before);
        before = ",";
        if (!mask_path_write((const char *)path.bytes.at, (size_t)(path.bytes.end - path.bytes.at), out))
            return false;
    }
    if (out)
        buf_add_str(out, *before == ',' ? "\"" : "\"\"");
    return true;
}

bool wire_well_known(const struct field *field, struct wire bytes, struct buf *mask, struct scalar *ret_scalar)
{
    const struct message_type *type = field->message;
    struct wire_index index;
    struct wire_value value;

    *ret_scalar = (struct scalar){ 0 };
    if (!wire_index(type, bytes, &index))
        return false;
    if (type->well_known == WELL_KNOWN_FIELD_MASK)
        return take_mask(&index, type, mask);
    value = wire_value_of(&index, 0);
    wire_scalar(&type->fields[0], &value, ret_scalar);
    if (type->well_known == WELL_KNOWN_TIMESTAMP)
        ret_scalar->nanos = (int32_t)wire_value_of(&index, 1).bits;
    return true;
}
