/* What we refuse before anything else looks at a request: everything that two servers could read in two ways.
 *
 * Transfer-Encoding, two of a header that may come once, a header block that civetweb did not read to its end (folded
 * lines, more than 64 headers, bare LF), odd names, control bytes, a target that is not a plain path, Upgrade. Refused
 * with BAD_REQUEST and a sentence; the connection ends with it. Pure but for deadline_received().
 */
#ifndef LINLI_GATEWAY_GUARD_H
#define LINLI_GATEWAY_GUARD_H

#include <civetweb.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

#define PATH_BYTES_MAX            2048
#define QUERY_BYTES_MAX           4096
#define IDEMPOTENCY_KEY_CHARS_MAX 128

struct guarded {
    int64_t content_bytes; /* 0: no body */
    bool expects_continue;
};

struct status guard_request(const struct mg_request_info *info, struct guarded *ret_guarded);

/* The value of a header, NULL when it is not there. */
const char *header_of(const struct mg_request_info *info, const char *name);

/* An Idempotency-Key as sent, bare or quoted: 1 to 128 visible ASCII characters. `ret_key` has room for them and a NUL.
 */
struct status guard_idempotency_key(const char *value, char ret_key[IDEMPOTENCY_KEY_CHARS_MAX + 1]);

#endif
