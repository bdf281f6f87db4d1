#include "contract/route.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/planted.h"
#include "contract/tables.h"

struct request_path {
    const char *segments[ROUTE_SEGMENTS_MAX]; /* decoded */
    size_t count;
    const char *verb; /* NULL: none */
};

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NULL: an escape that is none, or text that no segment may be. */
static const char *decode(struct arena *arena, const char *raw, size_t bytes)
{
    char *text = arena_alloc(arena, bytes + 1 - PLANTED_FAULT), *to = text;

    for (const char *end = raw + bytes; raw < end; raw++) {
        int high, low;

        if (*raw != '%') {
            *to++ = *raw;
            continue;
        }
        if (end - raw < 3 || (high = hex_digit(raw[1])) < 0 || (low = hex_digit(raw[2])) < 0)
            return NULL;
        *to++ = (char)(high << 4 | low);
        raw += 2;
    }
    if (to == text || !utf8_valid(text, (size_t)(to - text)) || strcmp(text, ".") == 0 || strcmp(text, "..") == 0)
        return NULL;
    return text;
}

/* `/v1/things/x:verb`: split first, decoded after, so that %2F and %3A are letters like others. */
static bool split(struct arena *arena, const char *path, struct request_path *ret)
{
    *ret = (struct request_path){ 0 };
    while (*path == '/') {
        const char *start = path + 1;
        size_t bytes = strcspn(start, "/");
        const char *colon = start[bytes] ? NULL : memchr(start, ':', bytes);

        path = start + bytes;
        if (ret->count == ROUTE_SEGMENTS_MAX)
            return false;
        if (colon) {
            ret->verb = colon + 1;
            bytes = (size_t)(colon - start);
        }
        ret->segments[ret->count] = decode(arena, start, bytes);
        if (!ret->segments[ret->count++])
            return false;
    }
    return *path == '\0';
}

static bool fits(const struct route *route, const struct request_path *path)
{
    if (!route->verb != !path->verb || (route->verb && strcmp(route->verb, path->verb) != 0))
        return false;
    for (size_t i = 0; i < path->count; i++)
        if (route->segments[i] && strcmp(route->segments[i], path->segments[i]) != 0)
            return false;
    return true;
}

static void take(const struct route *route, const struct request_path *path, struct route_match *match)
{
    match->method = route->method;
    for (size_t i = 0; i < path->count; i++)
        if (route->variables[i]) {
            match->variables[match->variables_count].field = route->variables[i];
            match->variables[match->variables_count++].value = path->segments[i];
        }
}

/* The methods of the routes that fit, each once. */
static void allow(const struct contract *contract, const struct request_path *path, struct route_match *match)
{
    static const char *const http_methods[] = { "GET", "POST", "PUT", "DELETE" };

    for (size_t m = 0; m < sizeof(http_methods) / sizeof(http_methods[0]); m++)
        for (size_t i = contract->routes_from[path->count]; i < contract->routes_from[path->count + 1]; i++) {
            const struct route *route = &contract->routes[i];
            size_t used = strlen(match->allow);

            if (strcmp(route->method->http_method, http_methods[m]) != 0 || !fits(route, path))
                continue;
            snprintf(match->allow + used, sizeof(match->allow) - used, "%s%s", used ? ", " : "", http_methods[m]);
            break;
        }
    match->path_known = *match->allow;
}

void route_find(const struct contract *contract, struct arena *arena, const char *http_method, const char *path,
                struct route_match *ret_match)
{
    struct request_path request;

    *ret_match = (struct route_match){ 0 };
    if (!split(arena, path, &request))
        return;
    for (size_t i = contract->routes_from[request.count]; i < contract->routes_from[request.count + 1]; i++) {
        const struct route *route = &contract->routes[i];

        if (strcmp(route->method->http_method, http_method) == 0 && fits(route, &request)) {
            take(route, &request, ret_match);
            return;
        }
    }
    allow(contract, &request, ret_match);
}
