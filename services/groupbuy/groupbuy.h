/* groupbuy: what people buy, together. Its table of contents. */
#ifndef GROUPBUY_GROUPBUY_H
#define GROUPBUY_GROUPBUY_H

#include "groupbuy/domain/reasons.h"
#include "linli/api/raw.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "linli/groupbuy/v1/groupbuy.pb-c.h"
#include "linli/groupbuy/v1/internal.pb-c.h"
#include "rpc/operation.h"

/* WeChat's notices come as they were sent. */
typedef Api__RawRequest Gb__TakePaymentNoticeRequest;
typedef Api__RawRequest Gb__TakeRefundNoticeRequest;

#define GROUPBUY_OPERATIONS(X)                                                                                         \
    X(Gb, CreateProduct, Gb__Product, groupbuy_create_product)                                                         \
    X(Gb, SetProductStatus, Gb__Product, groupbuy_set_product_status)                                                  \
    X(Gb, GetProduct, Gb__Product, groupbuy_get_product)                                                               \
    X(Gb, ListProducts, Gb__ListProductsResponse, groupbuy_list_products)                                              \
    X(Gb, CreateCampaign, Gb__Campaign, groupbuy_create_campaign)                                                      \
    X(Gb, GetCampaign, Gb__Campaign, groupbuy_get_campaign)                                                            \
    X(Gb, ListCampaigns, Gb__ListCampaignsResponse, groupbuy_list_campaigns)                                           \
    X(Gb, QuoteOrder, Gb__Quote, groupbuy_quote_order)                                                                 \
    X(Gb, StartTeam, Gb__TeamOrder, groupbuy_start_team)                                                               \
    X(Gb, JoinTeam, Gb__TeamOrder, groupbuy_join_team)                                                                 \
    X(Gb, GetTeam, Gb__Team, groupbuy_get_team)                                                                        \
    X(Gb, ListOpenTeams, Gb__ListOpenTeamsResponse, groupbuy_list_open_teams)                                          \
    X(Gb, GetOrder, Gb__Order, groupbuy_get_order)                                                                     \
    X(Gb, ListOrders, Gb__ListOrdersResponse, groupbuy_list_orders)                                                    \
    X(Gb, CancelOrder, Gb__Order, groupbuy_cancel_order)                                                               \
    X(Gb, PayOrder, Gb__Payment, groupbuy_pay_order)                                                                   \
    X(Gb, ListPaymentCases, Gb__ListPaymentCasesResponse, groupbuy_list_payment_cases)                                 \
    X(Gb, SettlePaymentCase, Gb__PaymentCase, groupbuy_settle_payment_case)                                            \
    X(Gb, ListTradeAudit, Gb__ListTradeAuditResponse, groupbuy_list_trade_audit)                                       \
    X(Gb, TakePaymentNotice, Api__RawResponse, groupbuy_take_payment_notice)                                           \
    X(Gb, TakeRefundNotice, Api__RawResponse, groupbuy_take_refund_notice)

#define GROUPBUY_BATCHES(X) X(PlaceFlashOrder, groupbuy_place_flash_order)

#define GROUPBUY_INTERNAL_OPERATIONS(X) X(Gb, GetOrderStanding, Gb__OrderStanding, groupbuy_get_order_standing)

GROUPBUY_OPERATIONS(OPERATION_PROTOTYPE)
GROUPBUY_BATCHES(OPERATION_BATCH_PROTOTYPE)
GROUPBUY_INTERNAL_OPERATIONS(OPERATION_PROTOTYPE)

#endif
