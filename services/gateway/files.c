#include "gateway/files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "gateway/query.h"
#include "gateway/respond.h"
#include "objects/link.h"
#include "objects/objects.h"

#define FILE_BYTES_MAX ((size_t)8 << 20)
#define READ_CLASS     "read"

static const char *value_of(const struct parameter *parameters, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(parameters[i].name, name) == 0)
            return parameters[i].value;
    return "";
}

/* A link that is not ours and one that has run out lead nowhere, and nobody learns which it was. */
static struct status check_link(struct exchange *exchange, const char *key, int64_t *ret_left_s)
{
    const char *secrets = secret_now(&exchange->gateway->settings->link_secret);
    const struct parameter *parameters;
    int64_t expires_s, now_s = gateway_now_ms(exchange->gateway) / 1000;
    size_t count;

    TRY(query_parse(exchange->arena, exchange->info->query_string, &parameters, &count));
    if (!exchange->gateway->objects || !*secrets ||
        !object_link_signed(exchange->arena, secrets, key, value_of(parameters, count, "e"),
                            value_of(parameters, count, "s"), &expires_s) ||
        expires_s <= now_s)
        return fail(NOT_HERE, "no file has this address, or it has run out");
    *ret_left_s = expires_s - now_s;
    return OK;
}

static const char *type_of(const char *key)
{
    size_t chars = strlen(key);

    return chars > 4 && strcmp(key + chars - 4, ".jpg") == 0 ? "image/jpeg" : "application/octet-stream";
}

#define FILE_HEADERS "Content-Security-Policy: default-src 'none'; sandbox\r\n"

static struct status serve(struct exchange *exchange, const char *key)
{
    const uint8_t *data;
    int64_t left_s;
    size_t bytes;

    if (strcmp(exchange->http_method, "GET") != 0) {
        snprintf(exchange->match.allow, sizeof(exchange->match.allow), "GET");
        return fail(METHOD_NOT_HERE, "files are read with GET");
    }
    TRY(limits_take(exchange->gateway->limits, READ_CLASS, "", exchange->address, clock_mono_us(), &exchange->limits));
    TRY(check_link(exchange, key, &left_s));
    TRY(object_get(exchange->gateway->objects, exchange->arena, key, FILE_BYTES_MAX, &data, &bytes));
    respond(exchange, &(struct answer){
                          .status = 200,
                          .content_type = type_of(key),
                          .body = (const char *)data,
                          .bytes = bytes,
                          .cache_control = arena_printf(exchange->arena, "private, max-age=%" PRId64 ", immutable", left_s),
                          .headers = FILE_HEADERS,
                      });
    return OK;
}

bool files_serve(struct exchange *exchange, struct status *ret_status)
{
    const char *path = exchange->info->local_uri_raw;

    if (strncmp(path, OBJECT_LINK_PATH, strlen(OBJECT_LINK_PATH)) != 0)
        return false;
    *ret_status = serve(exchange, path + strlen(OBJECT_LINK_PATH));
    return true;
}
