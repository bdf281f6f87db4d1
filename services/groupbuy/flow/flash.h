/* A batch of flash orders of one campaign, in one transaction (group commit).
 *
 *     look: keys known, sold out, not in the window: answered without a lock
 *     sift: a sale for members: who is one
 *     lock: the buyers, then this replica's bucket (or all, when it is dry)
 *     decide: in a fresh snapshot, by arrival, each item on its own (domain/flash.c)
 *     write: orders, lines, counters, stock, events; commit
 *
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
