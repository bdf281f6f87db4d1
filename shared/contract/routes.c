/* Paths of methods → the table that route_find() reads. Refuses paths it does not understand, and two methods that one
 * request could mean. */
#include <stdlib.h>
#include <string.h>

#include "contract/rules.h"
#include "contract/tables.h"

/* ---- one path ---- */

static struct status unfit(const struct method *method, const char *why)
{
    return fail(CONTRACT_UNFIT, "method %s: its path %s %s", method->full_name, method->path, why);
}

static bool is_literal(const char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '-' ||
              text[i] == '_' || text[i] == '.'))
            return false;
    return bytes > 0 && strspn(text, ".") < bytes;
}

static bool is_verb(const char *text)
{
    if (!(*text >= 'a' && *text <= 'z'))
        return false;
    for (; *text; text++)
        if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z')))
            return false;
    return true;
}

static struct status add_variable(struct route *route, const char *name, size_t bytes)
{
    const struct method *method = route->method;
    const struct field *field = message_field_by_name(method->input, name, bytes);

    if (method->rpc->raw && (bytes != 4 || memcmp(name, "part", bytes) != 0))
        return unfit(method, "has a variable, but of a raw method the only one can be {part}");
    if (!field)
        return fail(CONTRACT_UNFIT, "method %s: its path %s names {%.*s}, which is no field of %s", method->full_name,
                    method->path, (int)bytes, name, method->input->full_name);
    if (field->repeated || field->message || field->oneof >= 0 || field->kind == FIELD_BYTES ||
        field->kind == FIELD_FLOAT || field->kind == FIELD_DOUBLE || field->kind == FIELD_BOOL)
        return fail(CONTRACT_UNFIT, "method %s: {%s} must be a single string, integer or enum to stand in a path",
                    method->full_name, field->name);
    for (size_t i = 0; i < route->segments_count; i++)
        if (route->variables[i] == field)
            return unfit(method, "names a variable twice");
    route->variables[route->segments_count++] = field;
    return OK;
}

static struct status add_segment(struct arena *arena, struct route *route, const char *text, size_t bytes)
{
    size_t variables = 0;

    for (size_t i = 0; i < route->segments_count; i++)
        variables += route->variables[i] != NULL;
    if (route->segments_count == ROUTE_SEGMENTS_MAX)
        return unfit(route->method, "has more than 16 segments");
    if (bytes > 2 && text[0] == '{' && text[bytes - 1] == '}') {
        if (variables == ROUTE_VARIABLES_MAX)
            return unfit(route->method, "has more than 4 variables");
        return add_variable(route, text + 1, bytes - 2);
    }
    if (!is_literal(text, bytes))
        return unfit(route->method,
                     "must be made of segments of a-z, 0-9, - _ and ., and of whole segments like {circle_id}");
    route->segments[route->segments_count++] = arena_strndup(arena, text, bytes);
    return OK;
}

static struct status parse(struct arena *arena, struct route *route)
{
    const char *path = route->method->path, *end = strchr(path, ':');

    if (end && !is_verb(end + 1))
        return unfit(route->method, "must end in a verb like :join when it has a colon");
    route->verb = end ? end + 1 : NULL;
    end = end ? end : path + strlen(path);
    if (strncmp(path, "/.well-known/", 13) != 0 &&
        (strncmp(path, "/v", 2) != 0 || !(path[2] >= '1' && path[2] <= '9') || (path[3] != '/' && path[3] != ':')))
        return unfit(route->method, "must begin with /v1/ (or /v1: or /.well-known/)");
    while (path < end) {
        const char *next = memchr(path + 1, '/', (size_t)(end - path - 1));

        next = next ? next : end;
        TRY(add_segment(arena, route, path + 1, (size_t)(next - path - 1)));
        path = next;
    }
    return OK;
}

/* ---- two paths ---- */

static bool would_take(struct arena *arena, const struct field *variable, const char *literal)
{
    struct report report = { .arena = arena };
    struct place place = { .field = variable };

    rules_check_text(&report, &place, variable, literal);
    return !report.violations;
}

/* Whether one request's segment could be both. */
static bool meet(struct arena *arena, const struct route *a, const struct route *b, size_t segment)
{
    if (a->segments[segment] && b->segments[segment])
        return strcmp(a->segments[segment], b->segments[segment]) == 0;
    if (a->segments[segment])
        return would_take(arena, b->variables[segment], a->segments[segment]);
    return !b->segments[segment] || would_take(arena, a->variables[segment], b->segments[segment]);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_shape(const struct route *a, const struct route *b)
{
    for (size_t i = 0; i < a->segments_count; i++)
        if (!same_text(a->segments[i], b->segments[i]))
            return false;
    return true;
}

static struct status compare(struct arena *arena, const struct route *a, const struct route *b)
{
    if (strcmp(a->method->http_method, b->method->http_method) != 0 || a->segments_count != b->segments_count ||
        !same_text(a->verb, b->verb))
        return OK;
    for (size_t i = 0; i < a->segments_count; i++)
        if (!meet(arena, a, b, i))
            return OK;
    if (same_shape(a, b))
        return fail(CONTRACT_UNFIT, "methods %s and %s have the same route, %s %s", a->method->full_name,
                    b->method->full_name, a->method->http_method, a->method->path);
    return fail(CONTRACT_UNFIT,
                "method %s: %s %s shadows %s of %s; give the variable a rule (id or pattern) that leaves the word out",
                a->method->full_name, a->method->http_method, a->method->path, b->method->path, b->method->full_name);
}

/* ---- the table ---- */

/* By count of segments; literals before variables, so that the first that fits is the right one. */
static int compare_routes(const void *left, const void *right)
{
    const struct route *a = left, *b = right;

    if (a->segments_count != b->segments_count)
        return a->segments_count < b->segments_count ? -1 : 1;
    for (size_t i = 0; i < a->segments_count; i++) {
        int order = !a->segments[i]   ? (b->segments[i] ? 1 : 0)
                    : !b->segments[i] ? -1
                                      : strcmp(a->segments[i], b->segments[i]);

        if (order)
            return order;
    }
    return strcmp(a->method->full_name, b->method->full_name);
}

static struct status check_pairs(struct contract *contract)
{
    struct arena arena;
    struct status status = OK;

    arena_init(&arena, ARENA_BYTES_MAX);
    for (size_t i = 0; i < contract->routes_count && ok(status); i++)
        for (size_t j = i + 1; j < contract->routes_count && ok(status); j++) {
            status = compare(&arena, &contract->routes[i], &contract->routes[j]);
            arena_reset(&arena);
        }
    arena_finish(&arena);
    return status;
}

struct status make_routes(struct contract *contract)
{
    contract->routes = arena_array(&contract->arena, struct route, contract->methods_count + 1);
    for (size_t i = 0; i < contract->methods_count; i++) {
        struct route *route = &contract->routes[contract->routes_count];

        if (!contract->methods[i].path)
            continue;
        route->method = &contract->methods[i];
        TRY(parse(&contract->arena, route));
        contract->routes_count++;
    }
    qsort(contract->routes, contract->routes_count, sizeof(struct route), compare_routes);
    TRY(check_pairs(contract));
    for (size_t i = 0, segments = 0; segments < ROUTE_SEGMENTS_MAX + 2; segments++) {
        while (i < contract->routes_count && contract->routes[i].segments_count < segments)
            i++;
        contract->routes_from[segments] = i;
    }
    return OK;
}
