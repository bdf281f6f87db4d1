/* Sign-ins: how tokens are given out and called back. All in call->tx. */
#ifndef LINLI_AUTH_RPC_SIGNING_H
#define LINLI_AUTH_RPC_SIGNING_H

#include "auth/rpc/views.h"
#include "auth/store/session_store.h"

#define REFRESH_TOKEN_CHARS 43 /* 256 bits, base64url */

/* The text of a new family's first token; of the one that follows `token`; what is kept of one. */
char *refresh_token_new(struct call *call);
char *refresh_token_next(struct call *call, const char *token);
void refresh_token_hash(const char *token, uint8_t hash[SHA256_BYTES]);

/* The answer of a sign-in or refresh: an access token with the roles of this moment, the user as he sees himself. */
struct status session_issue(struct call *call, const struct session *session, const char *refresh_token,
                            int64_t refresh_expires_us, Au__Session *out);

/* Tells the gateways, after the commit. */
void revocation_tell(struct call *call, const struct revocation *revocation);

/* Ends the session; its access tokens are stale from now on. Changes nothing when it has ended. */
struct status session_revoke(struct call *call, const char *user_id, const char *session_id, const char *why);
/* Ends all of somebody's. */
struct status session_revoke_all(struct call *call, const char *user_id, const char *why);
/* Somebody's roles have changed: tokens of before are stale, his sign-ins stay. The caller holds the user's row. */
struct status tokens_make_stale(struct call *call, const char *user_id);

#endif
