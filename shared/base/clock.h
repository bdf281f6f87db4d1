/* Time. Decisions use the database's clock (call->now_us); these are for measuring and for logs. */
#ifndef LINLI_BASE_CLOCK_H
#define LINLI_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define US_PER_MS INT64_C(1000)
#define US_PER_S INT64_C(1000000)
#define TIME_RFC3339_BYTES 32 /* room for 2026-11-21T22:30:00.123456Z and a NUL */

int64_t clock_unix_us(void); /* wall clock of this machine */
int64_t clock_unix_ms(void);
int64_t clock_mono_us(void); /* monotonic */
int64_t clock_mono_ms(void);
void clock_sleep_ms(int64_t ms);

/* The time of the house, for what the world outside dates by (signatures, tokens): this machine's, moved by as much as a
 * rehearsal set its clock forward. In production the two are the same. */
int64_t clock_house_ms(void);
void clock_move_house(int64_t by_ms);

/* Microseconds since 1970 as RFC 3339 in UTC: no fraction, or 3 or 6 digits. Returns text. */
char *time_format_rfc3339(int64_t unix_us, char text[TIME_RFC3339_BYTES]);
/* Takes any RFC 3339 offset, and PostgreSQL's ISO output (a space for T, +00 for an offset). 0 on success, -1 if it is none. */
int time_parse_rfc3339(const char *text, size_t bytes, int64_t *ret_unix_us);

#endif
