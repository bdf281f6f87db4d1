/* Refusals that a method allows to be remembered (option `refusal`: sold out), keyed by one path variable, and repeated
 * to first tries without asking anybody. A table of a fixed size; a newer refusal takes the place of an older one.
 * Safe from any thread.
 */
#ifndef LINLI_GATEWAY_REFUSALS_H
#define LINLI_GATEWAY_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contract/contract.h"
#include "contract/route.h"

#define REFUSALS_ENTRIES 8192

struct refusals;

struct refusals *refusals_create(void);
void refusals_destroy(struct refusals *refusals);
/* Whether that method's refusal for that path is known; then *ret_status is it. */
bool refusals_find(struct refusals *refusals, const struct route_match *match, int64_t now_ms,
                   struct status *ret_status);
/* Keeps `status` when the method declares its reason. */
void refusals_note(struct refusals *refusals, const struct route_match *match, struct status status, int64_t now_ms);

#endif
