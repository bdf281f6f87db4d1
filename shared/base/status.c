#include "base/status.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

/* The rings are on the heap and not thread-local arrays: glibc takes thread-local storage out of a thread's stack, and
 * ours have 100 KB. */
struct ring {
    unsigned texts_used, violations_used;
    char texts[STATUS_TEXTS_KEPT][STATUS_TEXT_BYTES];
    struct violations *violations[STATUS_VIOLATIONS_KEPT];
};

static pthread_once_t ring_once = PTHREAD_ONCE_INIT;
static pthread_key_t ring_key;

static void ring_free(void *data)
{
    struct ring *ring = data;

    for (int i = 0; i < STATUS_VIOLATIONS_KEPT; i++)
        free(ring->violations[i]);
    free(ring);
}

static void ring_key_create(void)
{
    if (pthread_key_create(&ring_key, ring_free) != 0)
        abort();
}

static struct ring *ring_get(void)
{
    struct ring *ring;

    pthread_once(&ring_once, ring_key_create);
    ring = pthread_getspecific(ring_key);
    if (ring)
        return ring;
    ring = calloc(1, sizeof(*ring));
    if (!ring || pthread_setspecific(ring_key, ring) != 0)
        abort();
    return ring;
}

/* Makes one line of valid UTF-8: texts quote what came from outside and end up in headers and logs. When the buffer was
 * too small, its end may have cut a code point in two; that half goes. */
static void make_line(char *text, bool cut)
{
    size_t bytes = strlen(text);

    for (size_t i = 0; i < bytes;) {
        size_t length = utf8_sequence(text + i, bytes - i);

        if (length == 0 && cut && bytes - i < 4) {
            text[i] = '\0';
            return;
        }
        if (length == 0 || (unsigned char)text[i] < ' ' || text[i] == 0x7F)
            text[i] = '?';
        i += length ? length : 1;
    }
}

__attribute__((format(printf, 3, 0))) static void format_line(char *text, size_t size, const char *format, va_list args)
{
    make_line(text, vsnprintf(text, size, format, args) >= (int)size);
}

struct status(fail)(enum code code, const char *reason, const char *format, ...)
{
    struct ring *ring = ring_get();
    char *text = ring->texts[ring->texts_used++ % STATUS_TEXTS_KEPT];
    va_list args;

    va_start(args, format);
    format_line(text, STATUS_TEXT_BYTES, format, args);
    va_end(args);
    return (struct status){ .code = code, .reason = reason, .text = text };
}

struct status fail_fields(const struct violations *violations)
{
    struct ring *ring = ring_get();
    struct violations **slot = &ring->violations[ring->violations_used++ % STATUS_VIOLATIONS_KEPT];
    struct status status;

    if (violations->count > 0)
        status = fail(FIELDS_INVALID, "%s %s%s", violations->list[0].field, violations->list[0].reason,
                      violations->count > 1 ? ", and more" : "");
    else
        status = fail(FIELDS_INVALID, "a field is invalid");
    if (!*slot && !(*slot = malloc(sizeof(**slot))))
        abort();
    **slot = *violations;
    status.violations = *slot;
    return status;
}

__attribute__((format(printf, 3, 0))) static void add_violation(struct violations *violations, const char *field,
                                                                const char *format, va_list args)
{
    struct violation *violation;

    if (violations->count++ >= VIOLATIONS_MAX)
        return;
    violation = &violations->list[violations->count - 1];
    make_line(violation->field,
              snprintf(violation->field, sizeof(violation->field), "%s", field) >= (int)sizeof(violation->field));
    format_line(violation->reason, sizeof(violation->reason), format, args);
}

void violations_add(struct violations *violations, const char *field, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_violation(violations, field, format, args);
    va_end(args);
}

struct status fail_field(const char *field, const char *format, ...)
{
    struct violations violations;
    va_list args;

    memset(&violations, 0, sizeof(violations));
    va_start(args, format);
    add_violation(&violations, field, format, args);
    va_end(args);
    return fail_fields(&violations);
}

static const struct {
    const char *name;
    int http_status;
} codes[] = {
    [CODE_OK] = { "OK", 200 },
    [CODE_INVALID_ARGUMENT] = { "INVALID_ARGUMENT", 400 },
    [CODE_FAILED_PRECONDITION] = { "FAILED_PRECONDITION", 400 },
    [CODE_UNAUTHENTICATED] = { "UNAUTHENTICATED", 401 },
    [CODE_PERMISSION_DENIED] = { "PERMISSION_DENIED", 403 },
    [CODE_NOT_FOUND] = { "NOT_FOUND", 404 },
    [CODE_ABORTED] = { "ABORTED", 409 },
    [CODE_ALREADY_EXISTS] = { "ALREADY_EXISTS", 409 },
    [CODE_GONE] = { "GONE", 410 },
    [CODE_UNPROCESSABLE] = { "UNPROCESSABLE", 422 },
    [CODE_RESOURCE_EXHAUSTED] = { "RESOURCE_EXHAUSTED", 429 },
    [CODE_INTERNAL] = { "INTERNAL", 500 },
    [CODE_UNAVAILABLE] = { "UNAVAILABLE", 503 },
    [CODE_DEADLINE_EXCEEDED] = { "DEADLINE_EXCEEDED", 504 },
    [CODE_METHOD_NOT_ALLOWED] = { "METHOD_NOT_ALLOWED", 405 },
    [CODE_PAYLOAD_TOO_LARGE] = { "PAYLOAD_TOO_LARGE", 413 },
    [CODE_UNSUPPORTED_MEDIA_TYPE] = { "UNSUPPORTED_MEDIA_TYPE", 415 },
};

static bool known(enum code code)
{
    return (unsigned)code < sizeof(codes) / sizeof(codes[0]);
}

const char *code_name(enum code code)
{
    return known(code) ? codes[code].name : "INTERNAL";
}

int code_http_status(enum code code)
{
    return known(code) ? codes[code].http_status : 500;
}
