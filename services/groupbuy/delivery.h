/* How goods reach their buyers: addresses, fees, carriers, receipt; and money that operators give back. */
#ifndef GROUPBUY_DELIVERY_H
#define GROUPBUY_DELIVERY_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/delivery.pb-c.h"
#include "rpc/operation.h"

#define ADDRESSES_MAX 20

#define DELIVERY_OPERATIONS(X)                                                                                         \
    X(Gb, AddAddress, Gb__Address, groupbuy_add_address)                                                               \
    X(Gb, UpdateAddress, Gb__Address, groupbuy_update_address)                                                         \
    X(Gb, RemoveAddress, Gb__ListAddressesResponse, groupbuy_remove_address)                                           \
    X(Gb, ListAddresses, Gb__ListAddressesResponse, groupbuy_list_addresses)                                           \
    X(Gb, SetDeliveryRule, Gb__DeliveryRule, groupbuy_set_delivery_rule)                                               \
    X(Gb, GetDeliveryRule, Gb__DeliveryRule, groupbuy_get_delivery_rule)                                               \
    X(Gb, ShipOrder, Gb__Order, groupbuy_ship_order)                                                                   \
    X(Gb, ConfirmReceipt, Gb__Order, groupbuy_confirm_receipt)                                                         \
    X(Gb, RefundOrder, Gb__Order, groupbuy_refund_order)                                                               \
    X(Gb, ListShippingInfos, Gb__ListShippingInfosResponse, groupbuy_list_shipping_infos)

#define DELIVERY_JOBS(X)                                                                                               \
    X("find_due_orders", groupbuy_find_due_orders, FIND_DUE_ORDERS_EVERY_S)                                            \
    X(JOB_CONFIRM_RECEIPT, groupbuy_confirm_receipt_by_itself)                                                         \
    X(JOB_TELL_SHIPPING, groupbuy_tell_shipping)                                                                       \
    X(JOB_DECLARE_PRESALE, groupbuy_declare_presale)                                                                   \
    X(JOB_FIND_PRESALES, groupbuy_find_presales)                                                                       \
    X(JOB_COMPLETE_ORDER, groupbuy_complete_order)                                                                     \
    X("close_ledger_days", groupbuy_close_ledger_days, CLOSE_LEDGER_DAYS_EVERY_S)

#define JOB_CONFIRM_RECEIPT       "confirm_receipt"
#define JOB_COMPLETE_ORDER        "complete_order"
#define JOB_TELL_SHIPPING         "tell_shipping"   /* key: an order; WeChat is told how it goes to its buyer */
#define JOB_DECLARE_PRESALE       "declare_presale" /* key: an order; WeChat is told that its goods come late */
#define JOB_FIND_PRESALES         "find_presales"   /* key: a round that was extended */
#define FIND_DUE_ORDERS_EVERY_S   2
#define CLOSE_LEDGER_DAYS_EVERY_S 600

DELIVERY_OPERATIONS(OPERATION_PROTOTYPE)
DELIVERY_JOBS(JOB_PROTOTYPE)

#endif
