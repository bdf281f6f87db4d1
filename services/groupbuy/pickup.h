/* Picking up: codes, who hands what to whom, what nobody collects. */
#ifndef GROUPBUY_PICKUP_H
#define GROUPBUY_PICKUP_H

#include "events/events.h"
#include "linli/groupbuy/v1/pickup.pb-c.h"
#include "rpc/operation.h"

#define NOTHING_TO_PICK_UP CODE_FAILED_PRECONDITION, "NOTHING_TO_PICK_UP"

#define PARCELS_MAX 200 /* shown at once */

#define PICK_UPS_OPERATIONS(X)                                                                                         \
    X(Gb, ListMyPickUps, Gb__ListMyPickUpsResponse, groupbuy_list_my_pick_ups)                                         \
    X(Gb, ShowPickUpCode, Gb__PickUpCode, groupbuy_show_pick_up_code)

PICK_UPS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
