/* Neighbours without a phone, for whom a leader orders: what they can be reached by is sealed, and their units are
 * counted under a digest, so that a limit by person holds for them, too. */
#ifndef GROUPBUY_FLOW_NEIGHBOURS_H
#define GROUPBUY_FLOW_NEIGHBOURS_H

#include "groupbuy/flow/addresses.h"
#include "groupbuy/flow/limits.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/entry_store.h"

/* Seals the phone ("": none) and names the holder: the same neighbour in one round is the same, by phone or else by name
 * and door; so do the limits that he shares with others. Name and door stand in the entry. */
void neighbour_set(struct call *call, struct entry *entry, const struct round *round, const char *phone,
                   struct limit_keys *ret_keys);
/* "": none, or no key opens it any more. */
const char *neighbour_phone(struct call *call, const struct entry *entry);
/* By what somebody at whose door it is brought can be reached: of his address, a neighbour's as the leader gave it. */
const char *door_phone(struct call *call, const struct entry *entry, const struct address *address);

#endif
