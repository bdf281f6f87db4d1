/* FieldMask: `userName,address.streetName` in JSON, user_name and address.street_name on the wire. */
#include "contract/scalar.h"

bool mask_next(const char **text, const char *end, struct buf *out)
{
    const char *at = *text;

    if (at == end)
        return false;
    for (; at < end && *at != ','; at++) {
        if (*at >= 'A' && *at <= 'Z') {
            buf_add_char(out, '_');
            buf_add_char(out, (char)(*at - 'A' + 'a'));
        } else {
            buf_add_char(out, *at);
        }
    }
    *text = at < end ? at + 1 : at;
    return true;
}

static void put(struct buf *out, char c)
{
    if (out)
        buf_add_char(out, c);
}

bool mask_path_write(const char *path, size_t bytes, struct buf *out)
{
    bool word = false;

    for (size_t i = 0; i < bytes; i++) {
        char c = path[i];

        if (c == '_' && word && i + 1 < bytes && path[i + 1] >= 'a' && path[i + 1] <= 'z') {
            put(out, (char)(path[++i] - 'a' + 'A'));
        } else if ((c >= 'a' && c <= 'z') || (word && ((c >= '0' && c <= '9') || c == '.'))) {
            put(out, c);
            word = c != '.';
        } else {
            return false;
        }
    }
    return word;
}
