/* A batch of flash orders of one campaign, in one transaction (group commit).
 *
 *     open: the campaign; while it sells, locks of the buyers, then of this replica's bucket (or all, when that is dry);
 *           then, in a fresh snapshot, the keys that are known: one exchange
 *     decide: by arrival, each item on its own (domain/flash.c)
 *     write: orders, lines, counters, stock, events; commit: one exchange
 *
 * When nothing can be bought nothing is locked. Of a sale for members the audience is looked at in between, of goods with a
 * limit that several accounts share households are held the next time: then it is opened again.
 * Nobody is told «yes» before the commit. A dry bucket is refilled from the others by whoever needs it: they are all
 * locked, in order, and when all are empty the sale is sold out, which is written once. */
#ifndef GROUPBUY_FLOW_FLASH_H
#define GROUPBUY_FLOW_FLASH_H

#include "groupbuy/domain/flash.h"
#include "groupbuy/groupbuy.h"

/* `items` are of one campaign, users all different. A failure means that nothing took effect: the same again, and keys
 * tell what was done. */
struct status flash_place(struct call *call, const char *campaign_id, struct batch_item *const *items, size_t count);

#endif
