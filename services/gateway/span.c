#include "gateway/span.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 256

/* A word of the caller's own is none of ours. */
static const char *method_of(const struct exchange *exchange)
{
    static const char *const known[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH" };
    const char *method = exchange->info->request_method;

    for (size_t i = 0; method && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(method, known[i]) == 0)
            return known[i];
    return "_OTHER";
}

static void write_span(const struct exchange *exchange, int64_t us)
{
    const struct method *method = exchange->match.method;
    const char *http_method = method_of(exchange), *route = method ? method->path : NULL;
    char name[NAME_BYTES];
    struct span span = {
        .traceparent = exchange->traceparent,
        .parent = header_of(exchange->info, "traceparent"),
        .kind = SPAN_SERVER,
        .name = name,
        .us = us,
        .attributes = { { "http.request.method", http_method, 0 },
                        { "http.response.status_code", NULL, exchange->status } },
    };

    snprintf(name, sizeof name, "%s%s%s", *http_method == '_' ? "HTTP" : http_method, route ? " " : "",
             route ? route : "");
    if (route)
        span.attributes[2] = (struct span_attribute){ "http.route", route, 0 };
    if (exchange->status >= 500)
        span.error = exchange->reason ? exchange->reason : "500";
    span_ended(&span);
}

void exchange_span(const struct exchange *exchange, int64_t us)
{
    if (span_wanted(exchange->traceparent))
        write_span(exchange, us);
}
