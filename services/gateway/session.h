/* Who is calling: the bearer token, verified here with the published keys, and not revoked.
 *
 * Keys and revocations are loaded by a thread of our own, through the methods that the contract marks (KEYS,
 * REVOCATIONS), at start, after every reconnect and once a minute; new revocations come on core subject sys.sessions
 * within milliseconds. Until both were loaded the gateway is not ready and no token is good. A contract without such
 * methods has no sessions: every token is refused.
 */
#ifndef LINLI_GATEWAY_SESSION_H
#define LINLI_GATEWAY_SESSION_H

#include "contract/contract.h"
#include "gateway/token_cache.h"
#include "rpc/client.h"

#define SESSIONS_RELOAD_MS INT64_C(60000)
#define KEYS_REFETCH_MS    INT64_C(5000) /* a token of an unknown key makes us look again, no more often than this */

struct sessions;

struct identity {
    bool signed_in;
    struct token_claims claims;
};

struct status sessions_start(const struct contract *contract, struct bus *bus, struct rpc_client *client,
                             struct sessions **ret_sessions);
void sessions_stop(struct sessions *sessions);
/* The bus was away: what was revoked meanwhile has to be loaded. */
void sessions_reload(struct sessions *sessions);
bool sessions_ready(struct sessions *sessions);

/* `authorization` is the header, or NULL for a guest. TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_STALE, or NOT_AVAILABLE when
 * keys or revocations are not loaded. */
struct status session_identify(struct sessions *sessions, struct arena *arena, const char *authorization,
                               struct identity *ret_identity);
/* What the method's access says: TOKEN_MISSING, FORBIDDEN. */
struct status session_access(const struct method *method, const struct identity *identity);

struct session_counts {
    uint64_t hits, verified, refused;
    size_t cached;
};
struct session_counts session_counts(struct sessions *sessions);

#endif
