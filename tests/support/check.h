/* cmocka with what it needs in front of it, and checks on statuses. */
#ifndef LINLI_TESTS_CHECK_H
#define LINLI_TESTS_CHECK_H

/* cmocka.h wants these first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* cmocka's fail() would hide ours, which makes a status; its fail_msg() is written with it. */
#undef fail
#include <cmocka.h>
#undef fail
#undef fail_msg
#define fail(...) status_not_ok_(fail(__VA_ARGS__))
#define fail_msg(...)                                                                                                  \
    do {                                                                                                               \
        print_error("ERROR: " __VA_ARGS__);                                                                            \
        print_error("\n");                                                                                             \
        _fail(__FILE__, __LINE__);                                                                                     \
    } while (0)

#define assert_ok(expression)                                                                                          \
    do {                                                                                                               \
        struct status check_ = (expression);                                                                           \
        if (!ok(check_))                                                                                               \
            fail_msg("%s: %s: %s", #expression, check_.reason, check_.text);                                           \
    } while (0)

/* assert_fails(token_verify(...), TOKEN_INVALID) */
#define assert_fails(expression, ...)                                                                                  \
    do {                                                                                                               \
        struct status check_ = (expression);                                                                           \
        if (!failed_with(check_, __VA_ARGS__))                                                                         \
            fail_msg("%s: expected %s, got %s: %s", #expression, reason_of_(__VA_ARGS__),                              \
                     ok(check_) ? "success" : check_.reason, ok(check_) ? "" : check_.text);                           \
    } while (0)

static inline const char *reason_of_(enum code code, const char *reason)
{
    (void)code;
    return reason;
}

#endif
