/* What was revoked: tokens of that user or session issued before `not_before_ms` are stale.
 *
 * A revocation is kept until the last token it speaks of has expired (REVOCATION_KEEP_MS). When a full set has to give
 * one up, the floor rises to it: everybody's older tokens are then stale. Forgetting never lets anybody in.
 * Safe from any thread.
 */
#ifndef LINLI_GATEWAY_REVOCATIONS_H
#define LINLI_GATEWAY_REVOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

#define REVOCATION_KEEP_MS  INT64_C(960000) /* 16 min: an access token lives for 15 */
#define REVOCATIONS_ENTRIES 32768

struct revocations;

struct revocations *revocations_create(void);
void revocations_destroy(struct revocations *revocations);
/* One of user_id and session_id is set, the other NULL or "". */
void revocations_add(struct revocations *revocations, const char *user_id, const char *session_id,
                     int64_t not_before_ms, int64_t now_ms);
/* Everybody's tokens issued before are stale; it never falls. */
void revocations_raise(struct revocations *revocations, int64_t floor_ms);
/* Whether a token of that user and session, issued then, is stale. */
bool revocations_hit(struct revocations *revocations, const char *user_id, const char *session_id, int64_t issued_ms);

#endif
