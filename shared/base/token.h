/* Access tokens: JWT (RFC 7519) signed with EdDSA (RFC 8037). Auth signs, the gateway verifies; both use this file.
 *
 * Claims: iss "linli", aud "linli", sub (user id), sid (session id), iat, exp (seconds), ims (issue time in milliseconds,
 * compared with revocations), roles (array of "role" or "role:scope"), app (mini-program id).
 */
#ifndef LINLI_BASE_TOKEN_H
#define LINLI_BASE_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"

#define TOKEN_BYTES_MAX 4096
#define TOKEN_ROLES_MAX 64
#define TOKEN_KEYS_MAX 8
#define TOKEN_KID_BYTES 32

struct token_role {
    const char *role;
    const char *scope_id; /* "": everywhere */
};

struct token_claims {
    const char *user_id;
    const char *session_id;
    const char *app_id;
    int64_t issued_ms;
    int64_t expires_ms;
    struct token_role roles[TOKEN_ROLES_MAX];
    size_t roles_count;
};

struct token_key {
    char kid[TOKEN_KID_BYTES]; /* ends with a NUL */
    uint8_t public_key[ED25519_KEY_BYTES];
};

/* NULL when OpenSSL refuses, or the token would be longer than TOKEN_BYTES_MAX or hold too many roles. */
char *token_sign(struct arena *arena, const char *kid, const uint8_t private_key[ED25519_KEY_BYTES],
                 const struct token_claims *claims);

/* TOKEN_INVALID, TOKEN_EXPIRED, or TOKEN_STALE when its key is not among `keys`: keys are withdrawn, and who has a refresh
 * token may have another. `alg` is pinned to EdDSA, `crit` refused, iss and aud compared, leeway 0 for exp and
 * 60 s for iat. Claims point into the arena. Safe on a 100 KB stack. */
struct status token_verify(struct arena *arena, const struct token_key *keys, size_t keys_count, const char *token,
                           size_t bytes, int64_t now_ms, struct token_claims *ret_claims);

#endif
