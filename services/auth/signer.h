/* The keys that sign access tokens: rows, sealed; opened once and kept for a short while. Safe from any thread. */
#ifndef LINLI_AUTH_SIGNER_H
#define LINLI_AUTH_SIGNER_H

#include "base/token.h"
#include "rpc/call.h"

#define SIGNER_FRESH_MS 30000 /* a new key is announced for longer than this before it signs */

struct signer;

struct signer *signer_create(void);
void signer_destroy(struct signer *signer);

/* Signs with the key that is in force. Makes the first one when there is none. In call->tx. */
struct status signer_sign(struct call *call, const struct token_claims *claims, char **ret_token);
/* A new key when one is due, and away with those that nothing hangs on any more. In call->tx. */
struct status signer_rotate(struct call *call);

#endif
