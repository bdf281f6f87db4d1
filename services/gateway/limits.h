/* Rate limits: a token bucket for each (rate class, user) and (rate class, address), here in memory, so that no request
 * waits for a store. What was taken is settled in the background (limits_settle.h) with what other gateways took.
 *
 * Rates are text: "read=50/1:100 login=10/60:10" says class, tokens, per seconds, bucket size. A table of a fixed size:
 * a full set forgets the bucket that was longest untouched, which is the fullest. Safe from any thread.
 */
#ifndef LINLI_GATEWAY_LIMITS_H
#define LINLI_GATEWAY_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "gateway/key.h"

#define RATE_CLASSES_MAX    16
#define RATE_CLASS_BYTES    24
#define LIMIT_BUCKETS       65536
#define LIMIT_UNSETTLED_MAX 4096 /* buckets waiting to be settled; what goes beyond stays this gateway's own count */

/* What the answer's RateLimit headers say, of the tighter of the two buckets. */
struct limit_verdict {
    const char *rate_class; /* NULL: not limited */
    int64_t quota;          /* bucket size */
    int64_t window_s;       /* time in which an empty bucket fills */
    int64_t remaining;
    int64_t reset_s; /* until there is at least one token more */
};

struct limits;

/* INVALID_ARGUMENT names the word that makes no sense. */
struct status limits_create(const char *user_rates, const char *address_rates, struct limits **ret_limits);
void limits_destroy(struct limits *limits);
bool limits_know(const struct limits *limits, const char *rate_class);

/* Takes a token of the address's bucket and, for a signed-in user, of his. RATE_LIMITED with retry_after_s when one is
 * empty. user_id "" is a guest. The verdict is set in both cases. */
struct status limits_take(struct limits *limits, const char *rate_class, const char *user_id, const char *address,
                          int64_t now_us, struct limit_verdict *ret_verdict);

/* ---- settling ---- */
struct limit_use {
    struct key key;
    int64_t taken; /* here, since it was last settled */
    int64_t window_ms;
};

/* Buckets that were used since they were last collected; their count starts again at 0. */
size_t limits_collect(struct limits *limits, struct limit_use *uses, size_t uses_max);
/* The shared count of a bucket, after our `taken` was added: what others took since we last saw it is taken here, too.
 */
void limits_settle(struct limits *limits, const struct limit_use *use, int64_t shared_total, int64_t now_us);
/* The store was away: its next totals are where counting starts again, and charge nobody. */
void limits_forget_shared(struct limits *limits);

#endif
