/* The selection hall: proto/linli/groupbuy/v1/hall.proto. */
#ifndef GROUPBUY_HALL_H
#define GROUPBUY_HALL_H

#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/hall.pb-c.h"
#include "rpc/operation.h"

#define HALL_OFFERED CODE_ALREADY_EXISTS, "HALL_OFFERED"

#define HALL_OPERATIONS(X)                                                                                             \
    X(Gb, OfferInHall, Gb__HallGoods, groupbuy_offer_in_hall)                                                          \
    X(Gb, UpdateHallGoods, Gb__HallGoods, groupbuy_update_hall_goods)                                                  \
    X(Gb, ListHallGoods, Gb__ListHallGoodsResponse, groupbuy_list_hall_goods)                                          \
    X(Gb, ListHall, Gb__ListHallResponse, groupbuy_list_hall)                                                          \
    X(Gb, SetHallRule, Gb__HallRule, groupbuy_set_hall_rule)

HALL_OPERATIONS(OPERATION_PROTOTYPE)

#endif
