/* Answers of methods that declare `cache`, kept for their ttl, with one flight per key: whoever comes first asks the
 * service, the others wait for him.
 *
 *     switch (microcache_join(cache, &key, now, &flight)) {
 *     case MICROCACHE_HIT:    answer microcache_value(flight)
 *     case MICROCACHE_LEAD:   ask; microcache_land(flight, …) or microcache_crash(flight, status)
 *     case MICROCACHE_FOLLOW: microcache_wait(flight, until, &status)
 *     }
 *     microcache_leave(flight) in every case, when the answer has been written.
 *
 * A value is counted: it lives as long as somebody writes it. Bounded by MICROCACHE_ENTRIES and the bytes given at
 * creation; what does not fit is answered, but not kept. Safe from any thread.
 */
#ifndef LINLI_GATEWAY_MICROCACHE_H
#define LINLI_GATEWAY_MICROCACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "gateway/key.h"

#define MICROCACHE_ENTRIES         4096
#define MICROCACHE_VALUE_BYTES_MAX (256 * 1024)
#define ETAG_BYTES                 36 /* "32 hexadecimal digits" in quotes, and NUL */

struct microcache;
struct flight;

enum microcache_part { MICROCACHE_HIT, MICROCACHE_LEAD, MICROCACHE_FOLLOW };

struct microcache_value {
    const char *json;
    size_t bytes;
    char etag[ETAG_BYTES];
};

struct microcache *microcache_create(size_t bytes_max);
/* Nobody is in it any more. */
void microcache_destroy(struct microcache *cache);

enum microcache_part microcache_join(struct microcache *cache, const struct key *key, int64_t now_ms,
                                     struct flight **ret_flight);
/* The leader has the answer (copied). */
void microcache_land(struct flight *flight, const char *json, size_t bytes, int64_t now_ms, int64_t ttl_ms);
/* The leader failed: those who wait fail with him, and the next one asks anew. */
void microcache_crash(struct flight *flight, struct status status);
/* Waits until the flight has landed: OK, the leader's failure, or TIMED_OUT at `until_mono_ms`. */
struct status microcache_wait(struct flight *flight, int64_t until_mono_ms);
/* Of a flight that has landed. */
const struct microcache_value *microcache_value(const struct flight *flight);
void microcache_leave(struct flight *flight);

struct microcache_counts {
    uint64_t hits, misses, shared;
};
struct microcache_counts microcache_counts(struct microcache *cache);

#endif
