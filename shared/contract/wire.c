#include "contract/wire.h"

#include "contract/tables.h"

void wire_end(struct buf *out, size_t begin)
{
    size_t length = out->len - begin;
    char prefix[VARINT_BYTES_MAX];
    size_t prefix_bytes = varint_put(prefix, length);

    if (prefix_bytes > 1) {
        buf_reserve(out, prefix_bytes - 1);
        memmove(out->data + begin + prefix_bytes - 1, out->data + begin, length + 1);
        out->len += prefix_bytes - 1;
    }
    memcpy(out->data + begin - 1, prefix, prefix_bytes);
}

static uint64_t zigzag(uint64_t bits)
{
    return bits << 1 ^ (bits >> 63 ? UINT64_MAX : 0);
}

static uint64_t from_zigzag(uint64_t bits)
{
    return bits >> 1 ^ (bits & 1 ? UINT64_MAX : 0);
}

static uint32_t float_bits(double number)
{
    float narrow = (float)number;
    uint32_t bits;

    memcpy(&bits, &narrow, sizeof(bits));
    return bits;
}

static void put_fixed(struct buf *out, uint64_t bits, size_t bytes)
{
    char data[8];

    for (size_t i = 0; i < bytes; i++)
        data[i] = (char)(bits >> (8 * i));
    buf_add(out, data, bytes);
}

void wire_put_scalar(struct buf *out, const struct field *field, const struct scalar *scalar)
{
    switch (field->kind) {
    case FIELD_STRING:
    case FIELD_BYTES:
        wire_put_varint(out, scalar->bytes);
        buf_add(out, scalar->data, scalar->bytes);
        break;
    case FIELD_FLOAT:
        put_fixed(out, float_bits(scalar->number), 4);
        break;
    case FIELD_FIXED32:
    case FIELD_SFIXED32:
        put_fixed(out, scalar->bits, 4);
        break;
    case FIELD_DOUBLE:
    case FIELD_FIXED64:
    case FIELD_SFIXED64:
        put_fixed(out, scalar->bits, 8);
        break;
    case FIELD_SINT32:
    case FIELD_SINT64:
        wire_put_varint(out, zigzag(scalar->bits));
        break;
    default:
        wire_put_varint(out, scalar->bits);
        break;
    }
}

bool scalar_is_zero(const struct field *field, const struct scalar *scalar)
{
    if (field->kind == FIELD_STRING || field->kind == FIELD_BYTES)
        return scalar->bytes == 0;
    return field->kind == FIELD_FLOAT ? float_bits(scalar->number) == 0 : scalar->bits == 0;
}

static void put_timestamp(struct buf *out, const struct message_type *type, const struct scalar *scalar)
{
    struct scalar nanos = { .bits = (uint64_t)(int64_t)scalar->nanos };

    wire_put_field(out, &type->fields[0], scalar, false);
    wire_put_field(out, &type->fields[1], &nanos, false);
}

static void put_mask(struct buf *out, const struct message_type *type, const struct scalar *scalar)
{
    const char *at = scalar->data, *end = scalar->data + scalar->bytes;

    while (at < end) {
        size_t begin = wire_begin(out, &type->fields[0]);

        mask_next(&at, end, out);
        wire_end(out, begin);
    }
}

void wire_put_field(struct buf *out, const struct field *field, const struct scalar *scalar, bool always)
{
    size_t begin;

    if (!field->message) {
        if (!always && scalar_is_zero(field, scalar))
            return;
        wire_put_tag(out, field, field->_form->wire_type);
        wire_put_scalar(out, field, scalar);
        return;
    }
    begin = wire_begin(out, field);
    if (field->message->well_known == WELL_KNOWN_TIMESTAMP)
        put_timestamp(out, field->message, scalar);
    else if (field->message->well_known == WELL_KNOWN_FIELD_MASK)
        put_mask(out, field->message, scalar);
    else
        wire_put_field(out, &field->message->fields[0], scalar, false);
    wire_end(out, begin);
}

void wire_scalar(const struct field *field, const struct wire_value *value, struct scalar *ret_scalar)
{
    uint32_t low = (uint32_t)value->bits;
    float narrow;

    *ret_scalar = (struct scalar){ .bits = value->bits };
    switch (field->kind) {
    case FIELD_STRING:
    case FIELD_BYTES:
        ret_scalar->data = value->bytes.at ? (const char *)value->bytes.at : "";
        ret_scalar->bytes = (size_t)(value->bytes.end - value->bytes.at);
        break;
    case FIELD_FLOAT:
        memcpy(&narrow, &low, sizeof(narrow));
        ret_scalar->number = (double)narrow;
        break;
    case FIELD_INT32:
    case FIELD_SFIXED32:
    case FIELD_ENUM:
        ret_scalar->bits = (uint64_t)(int64_t)(int32_t)low;
        break;
    case FIELD_UINT32:
        ret_scalar->bits = low;
        break;
    case FIELD_SINT32:
        ret_scalar->bits = (uint64_t)(int64_t)(int32_t)from_zigzag(low);
        break;
    case FIELD_SINT64:
        ret_scalar->bits = from_zigzag(value->bits);
        break;
    case FIELD_BOOL:
        ret_scalar->bits = value->bits != 0;
        break;
    default:
        break;
    }
}
