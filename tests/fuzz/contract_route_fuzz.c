/* Paths. The first byte chooses the HTTP method, the rest is the path.
 *
 * A match names a method of that HTTP method, and its variables are clean text. */
#include <string.h>

#include "base/utf8.h"
#include "contract/route.h"
#include "demo_types.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const http_methods[] = { "GET", "POST", "PUT", "DELETE", "PATCH" };
    const char *http_method;
    struct route_match match;
    struct arena arena;

    if (size == 0)
        return 0;
    http_method = http_methods[data[0] % 5];
    arena_init(&arena, ARENA_BYTES_MAX);
    route_find(demo_contract(), &arena, http_method, arena_strndup(&arena, (const char *)data + 1, size - 1), &match);
    MUST(!match.method || strcmp(match.method->http_method, http_method) == 0);
    MUST(!match.method || !match.path_known);
    MUST(match.path_known == (*match.allow != '\0'));
    for (size_t i = 0; i < match.variables_count; i++) {
        const char *value = match.variables[i].value;

        MUST(*value && utf8_valid(value, strlen(value)));
        MUST(strcmp(value, ".") != 0 && strcmp(value, "..") != 0);
    }
    arena_finish(&arena);
    return 0;
}
