/* Parameters on their way to the server: text, but bytes and arrays of ids or bytes, which go in binary. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "db/connection.h"

static const char *time_text(struct arena *arena, int64_t unix_us)
{
    return time_format_rfc3339(unix_us, arena_alloc(arena, TIME_RFC3339_BYTES));
}

/* "…" with backslashes before quotes and backslashes, as array_in reads it. What stands between goes at once: an
 * order's event alone has some hundred bytes. */
static void add_quoted(struct buf *buf, const char *text)
{
    buf_add_char(buf, '"');
    while (*text) {
        size_t plain = strcspn(text, "\"\\");

        buf_add(buf, text, plain);
        text += plain;
        if (*text) {
            buf_add_char(buf, '\\');
            buf_add_char(buf, *text++);
        }
    }
    buf_add_char(buf, '"');
}

static const char *array_text(struct arena *arena, const struct db_param *param)
{
    struct buf buf;
    buf_init(&buf, arena, 16 + 40 * param->array.count);
    buf_add_char(&buf, '{');
    for (size_t i = 0; i < param->array.count; i++) {
        if (i > 0)
            buf_add_char(&buf, ',');
        if (param->type == DB_INT_ARRAY)
            buf_json_int(&buf, param->array.nums[i]);
        else if (!param->array.texts[i])
            buf_add_str(&buf, "NULL");
        else
            add_quoted(&buf, param->array.texts[i]);
    }
    buf_add_char(&buf, '}');
    return buf.data;
}

/* ---- arrays in binary ---- */

/* As pg_type has them, for ever: what is sent in binary says what it is. */
#define BYTEA_OID  17
#define UUID_OID   2950
#define UUID_BYTES 16
#define NO_VALUE   UINT32_MAX /* in the place of a length */

static void add_number(struct buf *buf, uint32_t number)
{
    uint32_t big_endian = htonl(number);

    buf_add(buf, &big_endian, sizeof big_endian);
}

/* One dimension, from 1 on; none when there are no items. What follows is a length and a value for each. */
static void begin_array(struct buf *buf, uint32_t oid, bool has_nulls, size_t count)
{
    add_number(buf, count ? 1 : 0);
    add_number(buf, has_nulls);
    add_number(buf, oid);
    if (count == 0)
        return;
    add_number(buf, (uint32_t)count);
    add_number(buf, 1);
}

static bool no_id(const char *id)
{
    return !id || *id == 0;
}

static bool any_missing(const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (no_id(ids[i]))
            return true;
    return false;
}

static struct status add_id(struct buf *buf, const char *id)
{
    uint8_t uuid[UUID_BYTES];

    if (no_id(id)) {
        add_number(buf, NO_VALUE);
        return OK;
    }
    if (strlen(id) != 2 * UUID_BYTES || !hex_decode(id, 2 * UUID_BYTES, uuid))
        return fail(INTERNAL, "a parameter holds no id: %.40s", id);
    add_number(buf, UUID_BYTES);
    buf_add(buf, uuid, UUID_BYTES);
    return OK;
}

static struct status add_ids(struct buf *buf, const struct db_param *param)
{
    begin_array(buf, UUID_OID, any_missing(param->array.texts, param->array.count), param->array.count);
    for (size_t i = 0; i < param->array.count; i++)
        TRY(add_id(buf, param->array.texts[i]));
    return OK;
}

static void add_blobs(struct buf *buf, const struct db_param *param)
{
    begin_array(buf, BYTEA_OID, false, param->array.count);
    for (size_t i = 0; i < param->array.count; i++) {
        const struct db_blob *blob = &param->array.blobs[i];

        add_number(buf, (uint32_t)blob->bytes);
        buf_add(buf, blob->data, blob->bytes);
    }
}

/* ---- one parameter ---- */

static const char *value_text(struct arena *arena, const struct db_param *param)
{
    switch (param->type) {
    case DB_NULL:
    case DB_BYTES:
    case DB_ID_ARRAY:
    case DB_BYTES_ARRAY:
        break;
    case DB_TEXT:
        return param->text;
    case DB_INT:
        return arena_printf(arena, "%" PRId64, param->num);
    case DB_BOOL:
        return param->num ? "t" : "f";
    case DB_TIME:
        return time_text(arena, param->num);
    case DB_TEXT_ARRAY:
    case DB_INT_ARRAY:
        return array_text(arena, param);
    }
    return NULL;
}

static bool goes_in_binary(const struct db_param *param)
{
    return param->type == DB_BYTES || param->type == DB_ID_ARRAY || param->type == DB_BYTES_ARRAY;
}

static struct status value_binary(struct arena *arena, const struct db_param *param, struct db_blob *ret_value)
{
    struct buf buf;

    if (param->type == DB_BYTES) {
        *ret_value = param->blob.bytes ? param->blob : (struct db_blob){ "", 0 };
        return OK;
    }
    buf_init(&buf, arena, 32 + 24 * param->array.count);
    if (param->type == DB_ID_ARRAY)
        TRY(add_ids(&buf, param));
    else
        add_blobs(&buf, param);
    *ret_value = (struct db_blob){ buf.data, buf.len };
    return OK;
}

struct status params_encode(struct arena *arena, const struct db_param *params, size_t count,
                            struct encoded_params *ret_encoded)
{
    ret_encoded->count = (int)count;
    for (size_t i = 0; i < count; i++) {
        bool binary = goes_in_binary(&params[i]);
        struct db_blob value = { .bytes = 0 };

        if (binary)
            TRY(value_binary(arena, &params[i], &value));
        else
            value.data = value_text(arena, &params[i]);
        ret_encoded->values[i] = value.data;
        ret_encoded->lengths[i] = (int)value.bytes;
        ret_encoded->formats[i] = binary;
    }
    return OK;
}
