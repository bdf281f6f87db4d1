/* Addresses as people write them, and one way to write each. Pure. */
#ifndef GROUPBUY_DOMAIN_ADDRESS_H
#define GROUPBUY_DOMAIN_ADDRESS_H

#include "base/arena.h"

/* Region and street in half width and lower case, without blanks and punctuation, but for a dash where they stand
 * between two digits: «青年路 １ 号, A 座 3－12» is 青年路1号a座3-12. UTF-8. */
char *address_plain(struct arena *arena, const char *region_code, const char *street);

#endif
