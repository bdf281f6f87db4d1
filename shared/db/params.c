/* Parameters on their way to the server: text, but bytes, which go as they are. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
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

static const char *value_text(struct arena *arena, const struct db_param *param)
{
    switch (param->type) {
    case DB_NULL:
    case DB_BYTES:
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

void params_encode(struct arena *arena, const struct db_param *params, size_t count, struct encoded_params *ret_encoded)
{
    ret_encoded->count = (int)count;
    for (size_t i = 0; i < count; i++) {
        bool bytes = params[i].type == DB_BYTES;
        ret_encoded->values[i] =
            bytes ? (params[i].blob.bytes ? params[i].blob.data : "") : value_text(arena, &params[i]);
        ret_encoded->lengths[i] = bytes ? (int)params[i].blob.bytes : 0;
        ret_encoded->formats[i] = bytes;
    }
}
