#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "contract/tables.h"

static int compare_methods(const void *a, const void *b)
{
    const struct method *left = *(const struct method *const *)a, *right = *(const struct method *const *)b;
    int order = strcmp(left->path, right->path);

    return order ? order : strcmp(left->http_method, right->http_method);
}

static const char *access_name(const struct method *method)
{
    switch (method->rpc->access) {
    case API__ACCESS__PUBLIC:
        return "public";
    case API__ACCESS__USER:
        return "user";
    default:
        return "role";
    }
}

void routes_write(const struct contract *contract, struct buf *out)
{
    const struct method **methods = arena_array(out->arena, const struct method *, contract->routes_count + 1);

    for (size_t i = 0; i < contract->routes_count; i++)
        methods[i] = contract->routes[i].method;
    qsort(methods, contract->routes_count, sizeof(*methods), compare_methods);
    for (size_t i = 0; i < contract->routes_count; i++) {
        const Api__Rpc *rpc = methods[i]->rpc;

        buf_printf(out, "%-6s %-60s %-6s %s%s\n", methods[i]->http_method, methods[i]->path, access_name(methods[i]),
                   methods[i]->full_name, rpc->idempotency ? " (key)" : "");
    }
}
