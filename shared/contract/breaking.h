/* What a client of `before` could trip over in `after`: field removed, renumbered, retyped or renamed, enum value
 * removed, method removed, route, access or idempotency changed, rule tightened, reason removed. One line each.
 *
 * Messages between services count as well: while a new version is rolled out, old and new ones talk to each other.
 */
#ifndef LINLI_CONTRACT_BREAKING_H
#define LINLI_CONTRACT_BREAKING_H

#include "base/buf.h"
#include "contract/contract.h"

/* A released contract, to compare with: it was fit by the rules of its day, and what is asked of methods today it need not
 * keep. Fails as contract_load_file() does; the caller destroys it. */
struct status breaking_load(const char *path, struct contract **ret_contract);

/* Number of lines written. */
size_t breaking_write(const struct contract *before, const struct contract *after, struct buf *out);

#endif
