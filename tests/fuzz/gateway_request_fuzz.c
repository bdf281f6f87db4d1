/* The small readers of a request: four texts, a line each: query, Accept-Language, X-Forwarded-For, Idempotency-Key.
 *
 * Parameters are clean text and few; an address is an address; a key is what may travel in a header. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "gateway/accept.h"
#include "gateway/address.h"
#include "gateway/guard.h"
#include "gateway/language.h"
#include "gateway/query.h"

#define LINES 4
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "does not hold: %s\n", #condition);                                                        \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static void split(struct arena *arena, const uint8_t *data, size_t size, const char *lines[LINES])
{
    for (size_t i = 0; i < LINES; i++) {
        const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
        size_t bytes = end ? (size_t)(end - data) : size;

        lines[i] = arena_strndup(arena, (const char *)data, bytes);
        data += bytes + (end != NULL);
        size -= bytes + (end != NULL);
    }
}

static void try_query(struct arena *arena, const char *query)
{
    const struct parameter *list;
    size_t count;

    if (!ok(query_parse(arena, query, &list, &count)))
        return;
    MUST(count <= QUERY_PARAMETERS_MAX);
    for (size_t i = 0; i < count; i++)
        MUST(utf8_valid(list[i].name, strlen(list[i].name)) && utf8_valid(list[i].value, strlen(list[i].value)));
}

static void try_address(const char *forwarded)
{
    char address[ADDRESS_BYTES];
    struct proxies proxies;
    uint8_t bytes[16];

    MUST(ok(proxies_parse("127.0.0.1 10.0.0.0/8 ::1", &proxies)));
    client_address(&proxies, "127.0.0.1", forwarded, address);
    MUST(inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1);
    if (ok(proxies_parse(forwarded, &proxies)))
        MUST(proxies.count <= PROXIES_MAX);
}

static void try_key(const char *value)
{
    char key[IDEMPOTENCY_KEY_CHARS_MAX + 1];

    if (!ok(guard_idempotency_key(value, key)))
        return;
    MUST(*key);
    for (const char *c = key; *c; c++)
        MUST(*c > ' ' && *c < 0x7F);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *lines[LINES];
    struct arena arena;

    arena_init(&arena, ARENA_BYTES_MAX);
    split(&arena, data, size, lines);
    try_query(&arena, lines[0]);
    MUST(strlen(language_name(language_of(lines[1]))) == 2);
    MUST(accept_weight(lines[1], "text/csv") >= 0 && accept_weight(lines[1], "text/csv") <= 1000);
    try_address(lines[2]);
    try_key(lines[3]);
    arena_finish(&arena);
    return 0;
}
