#include <string.h>

#include "objects/objects.h"

/* No part is empty, . or .. */
bool object_key_valid(const char *key)
{
    size_t chars = strlen(key);

    if (chars == 0 || chars > OBJECT_KEY_CHARS_MAX || strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789.-/") != chars)
        return false;
    for (const char *part = key;; part++) {
        size_t length = strcspn(part, "/");

        if (length == 0 || strspn(part, ".") >= length)
            return false;
        part += length;
        if (!*part)
            return true;
    }
}
