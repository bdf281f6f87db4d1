/* Private to shared/contract: the bytes of protobuf's wire format, written and read. */
#ifndef LINLI_CONTRACT_WIRE_H
#define LINLI_CONTRACT_WIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/planted.h"
#include "contract/scalar.h"

#define VARINT_BYTES_MAX 10
#define PREFIX_BYTES_MAX 5 /* tags and lengths: protobuf-c reads no longer ones */

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

/* ---- writing ---- */

static inline size_t varint_put(char *at, uint64_t value)
{
    size_t bytes = 0;

    while (value >= 0x80) {
        at[bytes++] = (char)(value | 0x80);
        value >>= 7;
    }
    at[bytes++] = (char)value;
    return bytes;
}

static inline void wire_put_varint(struct buf *out, uint64_t value)
{
    buf_reserve(out, VARINT_BYTES_MAX);
    out->len += varint_put(out->data + out->len, value);
    out->data[out->len] = '\0';
}

static inline void wire_put_tag(struct buf *out, const struct field *field, unsigned wire_type)
{
    wire_put_varint(out, (uint64_t)field->number << 3 | wire_type);
}

/* Something whose length is known only at its end: one byte is left for it, more are made when it needs them. */
static inline size_t wire_begin(struct buf *out, const struct field *field)
{
    wire_put_tag(out, field, WIRE_BYTES);
    buf_add_char(out, 0);
    return out->len;
}

void wire_end(struct buf *out, size_t begin);

/* A scalar without its tag. */
void wire_put_scalar(struct buf *out, const struct field *field, const struct scalar *scalar);
/* With its tag; a zero is left out unless `always`. `field` may be a wrapper, Timestamp or FieldMask. */
void wire_put_field(struct buf *out, const struct field *field, const struct scalar *scalar, bool always);
bool scalar_is_zero(const struct field *field, const struct scalar *scalar);

/* ---- reading ---- */

struct wire {
    const uint8_t *at, *end;
};

/* A value as it stands on the wire. */
struct wire_value {
    uint64_t bits;
    struct wire bytes; /* WIRE_BYTES */
};

static inline bool wire_take_varint(struct wire *wire, uint64_t *ret)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte;

        if (wire->at == wire->end)
            return false;
        byte = *wire->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            *ret = value;
            return shift < 63 || byte <= 1;
        }
    }
    return false;
}

static inline bool wire_take_prefix(struct wire *wire, uint64_t *ret)
{
    const uint8_t *start = wire->at;

    return wire_take_varint(wire, ret) && *ret <= UINT32_MAX && wire->at - start <= PREFIX_BYTES_MAX;
}

static inline bool wire_take_fixed(struct wire *wire, size_t bytes, uint64_t *ret)
{
    if ((size_t)(wire->end - wire->at) < bytes)
        return false;
    *ret = 0;
    for (size_t i = 0; i < bytes; i++)
        *ret |= (uint64_t)wire->at[i] << (8 * i);
    wire->at += bytes;
    return true;
}

static inline bool wire_take_bytes(struct wire *wire, struct wire *ret)
{
    uint64_t length;

    if (!wire_take_prefix(wire, &length) || length > (uint64_t)(wire->end - wire->at) + PLANTED_FAULT)
        return false;
    *ret = (struct wire){ wire->at, wire->at + length };
    wire->at += length;
    return true;
}

static inline bool wire_take_tag(struct wire *wire, uint32_t *ret_number, unsigned *ret_type)
{
    uint64_t tag;

    if (!wire_take_prefix(wire, &tag) || tag >> 3 == 0)
        return false;
    *ret_number = (uint32_t)(tag >> 3);
    *ret_type = tag & 7;
    return true;
}

/* Groups are not known here, so they are refused like any other wire type that does not exist. */
static inline bool wire_take_value(struct wire *wire, unsigned type, struct wire_value *ret)
{
    switch (type) {
    case WIRE_VARINT:
        return wire_take_varint(wire, &ret->bits);
    case WIRE_64:
        return wire_take_fixed(wire, 8, &ret->bits);
    case WIRE_BYTES:
        return wire_take_bytes(wire, &ret->bytes);
    case WIRE_32:
        return wire_take_fixed(wire, 4, &ret->bits);
    default:
        return false;
    }
}

/* What the value means for a field of that kind (no message). */
void wire_scalar(const struct field *field, const struct wire_value *value, struct scalar *ret_scalar);

#endif
