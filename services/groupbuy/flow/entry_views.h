/* The running list (接龙) as everybody may see it: names masked. */
#ifndef GROUPBUY_FLOW_ENTRY_VIEWS_H
#define GROUPBUY_FLOW_ENTRY_VIEWS_H

#include "groupbuy/rounds.h"
#include "groupbuy/store/entry_store.h"

struct status entries_show(struct call *call, const struct entry *entries, size_t count, Gb__RoundEntry *const *outs);

#endif
