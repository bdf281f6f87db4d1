/* Text of one value → the value. Strict: what is not exactly right is named, nothing is guessed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "contract/scalar.h"
#include "contract/tables.h"

/* A decimal number as it is written: digits, and where the point stands. */
struct decimal {
    const char *digits; /* with the point among them */
    const char *end;
    bool negative;
    int64_t exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number grammar of JSON, for texts that did not come out of the JSON reader. */
static bool decimal_read(const char *text, const char *end, struct decimal *ret)
{
    *ret = (struct decimal){ .negative = text < end && *text == '-' };
    text += ret->negative;
    ret->digits = text;
    if (text == end || !is_digit(*text) || (*text == '0' && text + 1 < end && is_digit(text[1])))
        return false;
    while (text < end && is_digit(*text))
        text++;
    if (text < end && *text == '.') {
        if (++text == end || !is_digit(*text))
            return false;
        while (text < end && is_digit(*text))
            text++;
    }
    ret->end = text;
    if (text < end && (*text == 'e' || *text == 'E')) {
        bool minus = ++text < end && *text == '-';

        text += text < end && (*text == '-' || *text == '+');
        if (text == end || !is_digit(*text))
            return false;
        for (; text < end && is_digit(*text); text++)
            if (ret->exponent < 100000)
                ret->exponent = ret->exponent * 10 + (*text - '0');
        ret->exponent = minus ? -ret->exponent : ret->exponent;
    }
    return text == end;
}

enum integer { INTEGER_OK, INTEGER_FRACTION, INTEGER_LARGE };

/* 1.50e2 is 150, exactly; 1.5 is no integer. */
static enum integer decimal_magnitude(const struct decimal *decimal, uint64_t *ret)
{
    const char *point = memchr(decimal->digits, '.', (size_t)(decimal->end - decimal->digits));
    int64_t whole = (point ? point : decimal->end) - decimal->digits + decimal->exponent; /* digits before the point */
    int64_t position = 0;
    uint64_t magnitude = 0;

    for (const char *at = decimal->digits; at < decimal->end; at++) {
        if (*at == '.')
            continue;
        if (position++ >= whole) {
            if (*at != '0')
                return INTEGER_FRACTION;
        } else if (__builtin_mul_overflow(magnitude, 10u, &magnitude) ||
                   __builtin_add_overflow(magnitude, (uint64_t)(*at - '0'), &magnitude)) {
            return INTEGER_LARGE;
        }
    }
    for (; magnitude && position < whole; position++)
        if (__builtin_mul_overflow(magnitude, 10u, &magnitude))
            return INTEGER_LARGE;
    *ret = magnitude;
    return INTEGER_OK;
}

static const char *read_signed(const char *text, size_t bytes, int64_t min, int64_t max, const char *range,
                               struct scalar *ret)
{
    struct decimal decimal;
    uint64_t magnitude;
    enum integer outcome;

    if (!decimal_read(text, text + bytes, &decimal))
        return "must be an integer";
    outcome = decimal_magnitude(&decimal, &magnitude);
    if (outcome == INTEGER_FRACTION)
        return "must be an integer";
    if (outcome == INTEGER_LARGE || magnitude > (decimal.negative ? (uint64_t)max + 1 : (uint64_t)max))
        return range;
    ret->bits = decimal.negative ? 0 - magnitude : magnitude;
    return (int64_t)ret->bits < min ? range : NULL;
}

static const char *read_unsigned(const char *text, size_t bytes, uint64_t max, const char *range, struct scalar *ret)
{
    struct decimal decimal;
    enum integer outcome;

    if (!decimal_read(text, text + bytes, &decimal))
        return "must be an integer";
    outcome = decimal_magnitude(&decimal, &ret->bits);
    if (outcome == INTEGER_FRACTION)
        return "must be an integer";
    if (outcome == INTEGER_LARGE || ret->bits > max || (decimal.negative && ret->bits))
        return range;
    return NULL;
}

static bool text_is(const char *text, size_t bytes, const char *word)
{
    return bytes == strlen(word) && memcmp(text, word, bytes) == 0;
}

/* strtod() follows LC_NUMERIC, which our programs leave alone. */
static const char *read_float(const char *text, size_t bytes, double max, struct scalar *ret)
{
    char number[NUMBER_BYTES_MAX + 1];
    struct decimal decimal;

    if (text_is(text, bytes, "NaN"))
        ret->number = NAN;
    else if (text_is(text, bytes, "Infinity"))
        ret->number = INFINITY;
    else if (text_is(text, bytes, "-Infinity"))
        ret->number = -INFINITY;
    else if (!decimal_read(text, text + bytes, &decimal))
        return "must be a number";
    else if (bytes > NUMBER_BYTES_MAX)
        return "has too many digits";
    else {
        memcpy(number, text, bytes);
        number[bytes] = '\0';
        ret->number = strtod(number, NULL);
        if (isinf(ret->number) || fabs(ret->number) > max)
            return "is too large";
    }
    return NULL;
}

static const char *read_bool(const char *text, size_t bytes, struct scalar *ret)
{
    ret->bits = text_is(text, bytes, "true");
    return ret->bits || text_is(text, bytes, "false") ? NULL : "must be true or false";
}

static const char *read_string(const char *text, size_t bytes, struct scalar *ret)
{
    ret->data = text;
    ret->bytes = bytes;
    return utf8_valid(text, bytes) ? NULL : "must be UTF-8 without NUL";
}

static int base64_digit(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/* Either alphabet, with padding or without; bits left over must be zero. */
static const char *read_bytes(const char *text, size_t bytes, struct arena *arena, struct scalar *ret)
{
    char *data = arena_alloc(arena, bytes / 4 * 3 + 3);
    uint32_t held = 0;
    unsigned bits = 0;
    size_t padding = 0;

    while (padding < 2 && bytes && text[bytes - 1] == '=') {
        bytes--;
        padding++;
    }
    if (bytes % 4 == 1 || (padding && (bytes + padding) % 4 != 0))
        return "must be base64";
    ret->data = data;
    for (size_t i = 0; i < bytes; i++) {
        int digit = base64_digit((unsigned char)text[i]);

        if (digit < 0)
            return "must be base64";
        held = held << 6 | (uint32_t)digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            data[ret->bytes++] = (char)(held >> bits);
            held &= (1u << bits) - 1;
        }
    }
    return held ? "must be base64" : NULL;
}

static const char *read_enum(const struct field *field, const char *text, size_t bytes, struct scalar *ret)
{
    const struct enum_type *type = field->enumeration;

    for (size_t i = 0; i < type->values_count; i++)
        if (text_is(text, bytes, type->values[i].name)) {
            ret->bits = (uint64_t)(int64_t)type->values[i].number;
            return NULL;
        }
    return field->_form->enum_complaint;
}

static bool mask_is_valid(const char *text, size_t bytes)
{
    bool word = false; /* a name has begun */

    for (size_t i = 0; i < bytes; i++) {
        char c = text[i];

        if ((c >= 'a' && c <= 'z') || (word && ((c >= 'A' && c <= 'Z') || is_digit(c))))
            word = true;
        else if ((c == ',' || c == '.') && word)
            word = false;
        else
            return false;
    }
    return word || bytes == 0;
}

static const char *read_well_known(const struct field *field, const char *text, size_t bytes, struct arena *arena,
                                   struct scalar *ret)
{
    int64_t seconds;

    switch (field->message->well_known) {
    case WELL_KNOWN_TIMESTAMP:
        if (!timestamp_read(text, bytes, &seconds, &ret->nanos))
            return "must be a time such as 2026-11-21T20:00:00Z";
        ret->bits = (uint64_t)seconds;
        return NULL;
    case WELL_KNOWN_FIELD_MASK:
        ret->data = text;
        ret->bytes = bytes;
        return mask_is_valid(text, bytes) ? NULL : "must be names of fields, with commas between them";
    case WELL_KNOWN_WRAPPER:
        return scalar_read(&field->message->fields[0], text, bytes, arena, ret);
    default:
        return "must be an object";
    }
}

const char *scalar_read(const struct field *field, const char *text, size_t bytes, struct arena *arena,
                        struct scalar *ret_scalar)
{
    *ret_scalar = (struct scalar){ 0 };
    switch (field->kind) {
    case FIELD_BOOL:
        return read_bool(text, bytes, ret_scalar);
    case FIELD_INT32:
    case FIELD_SINT32:
    case FIELD_SFIXED32:
        return read_signed(text, bytes, INT32_MIN, INT32_MAX, "must be from -2147483648 to 2147483647", ret_scalar);
    case FIELD_INT64:
    case FIELD_SINT64:
    case FIELD_SFIXED64:
        return read_signed(text, bytes, INT64_MIN, INT64_MAX,
                           "must be from -9223372036854775808 to 9223372036854775807", ret_scalar);
    case FIELD_UINT32:
    case FIELD_FIXED32:
        return read_unsigned(text, bytes, UINT32_MAX, "must be from 0 to 4294967295", ret_scalar);
    case FIELD_UINT64:
    case FIELD_FIXED64:
        return read_unsigned(text, bytes, UINT64_MAX, "must be from 0 to 18446744073709551615", ret_scalar);
    case FIELD_FLOAT:
        return read_float(text, bytes, 3.4028234663852886e38, ret_scalar);
    case FIELD_DOUBLE:
        return read_float(text, bytes, 1.7976931348623157e308, ret_scalar);
    case FIELD_STRING:
        return read_string(text, bytes, ret_scalar);
    case FIELD_BYTES:
        return read_bytes(text, bytes, arena, ret_scalar);
    case FIELD_ENUM:
        return read_enum(field, text, bytes, ret_scalar);
    case FIELD_MESSAGE:
        return read_well_known(field, text, bytes, arena, ret_scalar);
    }
    return "has a type that has no text";
}
