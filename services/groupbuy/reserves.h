/* What is kept at hand for buyers who may still want their money back: proto/linli/groupbuy/v1/reserves.proto. */
#ifndef GROUPBUY_RESERVES_H
#define GROUPBUY_RESERVES_H

#include "events/events.h"
#include "linli/groupbuy/v1/reserves.pb-c.h"
#include "rpc/operation.h"

#define RESERVES_OPERATIONS(X)                                                                                         \
    X(Gb, ListReserves, Gb__ListReservesResponse, groupbuy_list_reserves)                                              \
    X(Gb, PublishReserveRule, Gb__ReserveRule, groupbuy_publish_reserve_rule)

#define WATCH_RESERVES_EVERY_S 60

#define RESERVES_JOBS(X) X("watch_reserves", groupbuy_watch_reserves, WATCH_RESERVES_EVERY_S)

RESERVES_OPERATIONS(OPERATION_PROTOTYPE)
RESERVES_JOBS(JOB_PROTOTYPE)

#endif
