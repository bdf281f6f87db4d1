/* What came of an operation: a canonical code, a stable reason, a text for the developer.
 *
 * A status is passed by value. `reason` is a literal. `text` and `violations` live in a thread-local ring and stay
 * valid for the next 16 failures (violations: the next 4 that name fields) on the same thread, which is longer than it
 * takes to report one. Both are one line of valid UTF-8 whatever was put into them. Failing never fails: without memory
 * for the ring the process aborts.
 *
 * A service lists its reasons in <service>.h as pairs, so that a failure reads as a sentence and a mistyped reason
 * does not compile; tests compare the pairs with the protos:
 *
 *     #define SOLD_OUT CODE_FAILED_PRECONDITION, "SOLD_OUT"
 *     ...
 *     return fail(SOLD_OUT, "campaign %s has no units left", campaign_id);
 */
#ifndef LINLI_BASE_STATUS_H
#define LINLI_BASE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define STATUS_TEXTS_KEPT      16
#define STATUS_VIOLATIONS_KEPT 4
#define STATUS_TEXT_BYTES      256

/* The same numbers as linli.api.Code. */
enum code {
    CODE_OK = 0,
    CODE_INVALID_ARGUMENT = 1,
    CODE_FAILED_PRECONDITION = 2,
    CODE_UNAUTHENTICATED = 3,
    CODE_PERMISSION_DENIED = 4,
    CODE_NOT_FOUND = 5,
    CODE_ABORTED = 6,
    CODE_ALREADY_EXISTS = 7,
    CODE_GONE = 8,
    CODE_UNPROCESSABLE = 9,
    CODE_RESOURCE_EXHAUSTED = 10,
    CODE_INTERNAL = 11,
    CODE_UNAVAILABLE = 12,
    CODE_DEADLINE_EXCEEDED = 13,
    CODE_METHOD_NOT_ALLOWED = 14,
    CODE_PAYLOAD_TOO_LARGE = 15,
    CODE_UNSUPPORTED_MEDIA_TYPE = 16,
};

struct violation {
    char field[96];   /* path in JSON names: lines[2].quantity */
    char reason[128]; /* must be at most 20 characters */
};

#define VIOLATIONS_MAX 32 /* more wrong fields than this are not listed */

struct violations {
    int count; /* may exceed VIOLATIONS_MAX; only that many are kept */
    struct violation list[VIOLATIONS_MAX];
};

struct status {
    enum code code;
    int retry_after_s; /* 0: not said */
    const char *reason;
    const char *text;
    const struct violations *violations; /* NULL but for FIELDS_INVALID */
};

#define OK ((struct status){ .code = CODE_OK })

static inline bool ok(struct status status)
{
    return status.code == CODE_OK;
}

static inline bool failed_with(struct status status, enum code code, const char *reason)
{
    return status.code == code && status.reason && strcmp(status.reason, reason) == 0;
}

struct status fail(enum code code, const char *reason, const char *format, ...)
    __attribute__((format(printf, 3, 4), cold));
/* Lets the compiler know that what fail() made is not OK; otherwise it warns of every ret_… that stays unset. */
#define fail(...) status_not_ok_(fail(__VA_ARGS__))
static inline struct status status_not_ok_(struct status status)
{
    if (status.code == CODE_OK)
        __builtin_unreachable();
    return status;
}
/* FIELDS_INVALID with a copy of `violations`. */
struct status fail_fields(const struct violations *violations);
/* FIELDS_INVALID naming one field. */
struct status fail_field(const char *field, const char *format, ...) __attribute__((format(printf, 2, 3), cold));

void violations_add(struct violations *violations, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* FAILED_PRECONDITION and so on. */
const char *code_name(enum code code);
int code_http_status(enum code code);

/* Returns from the calling function when `expression` fails. */
#define TRY(expression)                       \
    do {                                      \
        struct status try_status_ = (expression); \
        if (!ok(try_status_))                 \
            return try_status_;               \
    } while (0)

/* Reasons every service has, as in linli.api.Reason. */
#define BAD_REQUEST CODE_INVALID_ARGUMENT, "BAD_REQUEST"
#define FIELDS_INVALID CODE_INVALID_ARGUMENT, "FIELDS_INVALID"
#define IDEMPOTENCY_KEY_REQUIRED CODE_INVALID_ARGUMENT, "IDEMPOTENCY_KEY_REQUIRED"
#define IDEMPOTENCY_KEY_REUSED CODE_UNPROCESSABLE, "IDEMPOTENCY_KEY_REUSED"
#define IN_PROGRESS CODE_ABORTED, "IN_PROGRESS"
#define CONFLICT CODE_ABORTED, "CONFLICT"
#define TOKEN_MISSING CODE_UNAUTHENTICATED, "TOKEN_MISSING"
#define TOKEN_INVALID CODE_UNAUTHENTICATED, "TOKEN_INVALID"
#define TOKEN_EXPIRED CODE_UNAUTHENTICATED, "TOKEN_EXPIRED"
#define TOKEN_STALE CODE_UNAUTHENTICATED, "TOKEN_STALE"
#define FORBIDDEN CODE_PERMISSION_DENIED, "FORBIDDEN"
#define NOT_HERE CODE_NOT_FOUND, "NOT_HERE"
#define METHOD_NOT_HERE CODE_METHOD_NOT_ALLOWED, "METHOD_NOT_HERE"
#define BODY_TOO_LARGE CODE_PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"
#define NOT_JSON CODE_UNSUPPORTED_MEDIA_TYPE, "NOT_JSON"
#define RATE_LIMITED CODE_RESOURCE_EXHAUSTED, "RATE_LIMITED"
#define OVERLOADED CODE_UNAVAILABLE, "OVERLOADED"
#define NOT_AVAILABLE CODE_UNAVAILABLE, "NOT_AVAILABLE"
#define TIMED_OUT CODE_DEADLINE_EXCEEDED, "TIMED_OUT"
#define INTERNAL CODE_INTERNAL, "INTERNAL"
#define PAGE_TOKEN_INVALID CODE_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID"
#define AMOUNT_OVERFLOW CODE_INVALID_ARGUMENT, "OVERFLOW"

#endif
