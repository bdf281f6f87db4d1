/* Sign-ins, refresh tokens, revocations and signing keys, one function a statement. */
#ifndef LINLI_AUTH_STORE_SESSION_STORE_H
#define LINLI_AUTH_STORE_SESSION_STORE_H

#include "auth/domain/keyring.h"
#include "auth/domain/refresh.h"
#include "base/crypto.h"
#include "db/db.h"

struct session {
    const char *id;
    const char *user_id;
    const char *app_id;
    const char *device;
    int64_t created_us;
};

struct status session_insert(struct tx *tx, const struct session *session);
/* Whether he has signed in before, but never on this device. */
struct status device_is_added(struct tx *tx, const char *user_id, const char *device, bool *ret_added);
/* *ret_ended false when it had ended already. */
struct status session_end(struct tx *tx, const char *session_id, const char *why, bool *ret_ended);
struct status session_end_all(struct tx *tx, const char *user_id, const char *why, int64_t *ret_ended);

struct refresh_row {
    struct session session;
    struct refresh_state state;
};

struct status refresh_insert(struct tx *tx, const uint8_t hash[SHA256_BYTES], const char *session_id,
                             int64_t expires_us);
/* Holds the session: a family's tokens are spent one at a time. REFRESH_TOKEN_INVALID when nobody has this token. */
struct status refresh_lock(struct tx *tx, const uint8_t hash[SHA256_BYTES], struct refresh_row *ret_row);
struct status refresh_spend(struct tx *tx, const uint8_t hash[SHA256_BYTES], int64_t now_us);
/* When the token runs out; NOT_HERE. */
struct status refresh_expires(struct tx *tx, const uint8_t hash[SHA256_BYTES], int64_t *ret_expires_us);

/* The database's clock at this moment, not at the transaction's start: after a lock that was waited for. */
struct status time_now(struct tx *tx, int64_t *ret_now_us);

struct revocation {
    const char *user_id; /* one of the two is "" */
    const char *session_id;
    int64_t not_before_us;
};

struct status revocation_insert(struct tx *tx, const struct revocation *revocation);
/* Of those since then at most `limit`, the newest first. */
struct status revocation_list(struct tx *tx, struct arena *arena, int64_t since_us, size_t limit,
                              struct revocation **ret_list, size_t *ret_count);

struct signing_key {
    const char *kid;
    const uint8_t *public_key; /* ED25519_KEY_BYTES */
    const uint8_t *sealed;
    size_t sealed_bytes;
    const char *sealed_key; /* which of our keys sealed it */
    struct key_times times;
};

/* One at a time decides whether a new key is due. */
struct status signing_key_lock(struct tx *tx);
/* In order of signs_from; at most KEYS_MAX. */
struct status signing_key_list(struct tx *tx, struct arena *arena, struct signing_key **ret_keys, size_t *ret_count);
struct status signing_key_insert(struct tx *tx, const struct signing_key *key);
struct status signing_key_delete(struct tx *tx, const char *kid);

/* What is of no more use: tokens that ran out a day ago, revocations of an hour ago. At most `limit` rows of each. */
struct status session_clean(struct tx *tx, int limit, int64_t *ret_removed);

#endif
