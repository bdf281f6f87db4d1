/* The operators' desk: proto/linli/groupbuy/v1/desk.proto. */
#ifndef GROUPBUY_DESK_H
#define GROUPBUY_DESK_H

#include "groupbuy/groupbuy.h"
#include "linli/groupbuy/v1/desk.pb-c.h"

#define DESK_OPERATIONS(X)                                                                                             \
    X(Gb, SearchOrders, Gb__SearchOrdersResponse, groupbuy_search_orders)                                              \
    X(Gb, GetDeskOrder, Gb__DeskOrder, groupbuy_get_desk_order)                                                        \
    X(Gb, ExportOrders, Gb__OrdersFile, groupbuy_export_orders)                                                        \
    X(Gb, AddOrderNote, Gb__DeskOrder, groupbuy_add_order_note)

DESK_OPERATIONS(OPERATION_PROTOTYPE)

#endif
