/* The areas of groupbuy: each has a proto with its own `service` and reasons (proto/linli/groupbuy/v1/<area>.proto), a
 * header here with its lists (groupbuy/<area>.h), its handlers in rpc/<area>/. An area is a line in each list that
 * concerns it; main.c joins them with those of groupbuy.h.
 *
 *     X(area, its list of operations, the generated service, its descriptor)
 */
#ifndef GROUPBUY_AREAS_H
#define GROUPBUY_AREAS_H

#include "groupbuy/after_sales.h"
#include "groupbuy/approvals.h"
#include "groupbuy/bookings.h"
#include "groupbuy/cards.h"
#include "groupbuy/campaigns.h"
#include "groupbuy/catalogue.h"
#include "groupbuy/checks.h"
#include "groupbuy/complaints.h"
#include "groupbuy/contents.h"
#include "groupbuy/delivery.h"
#include "groupbuy/desk.h"
#include "groupbuy/events/neighbours.h"
#include "groupbuy/finance.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/hall.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/invoices.h"
#include "groupbuy/leaders.h"
#include "groupbuy/merchants.h"
#include "groupbuy/payouts.h"
#include "groupbuy/pickup.h"
#include "groupbuy/receivers.h"
#include "groupbuy/receiving.h"
#include "groupbuy/records.h"
#include "groupbuy/reserves.h"
#include "groupbuy/rounds.h"
#include "groupbuy/shop.h"
#include "groupbuy/sku_refunds.h"
#include "groupbuy/stock.h"
#include "groupbuy/teams.h"

#define GROUPBUY_AREAS(X)                                                                                              \
    X(internal, GROUPBUY_INTERNAL_OPERATIONS, Gb__Internal_Service, gb__internal__descriptor)                          \
    X(leaders, LEADERS_OPERATIONS, Gb__Leaders_Service, gb__leaders__descriptor)                                       \
    X(campaigns, CAMPAIGNS_OPERATIONS, Gb__Campaigns_Service, gb__campaigns__descriptor)                               \
    X(teams, TEAMS_OPERATIONS, Gb__Teams_Service, gb__teams__descriptor)                                               \
    X(rounds, ROUNDS_OPERATIONS, Gb__Rounds_Service, gb__rounds__descriptor)                                           \
    X(pick_ups, PICK_UPS_OPERATIONS, Gb__PickUps_Service, gb__pick_ups__descriptor)                                    \
    X(catalogue, CATALOGUE_OPERATIONS, Gb__Catalogue_Service, gb__catalogue__descriptor)                               \
    X(checks, CHECKS_OPERATIONS, Gb__RoundChecks_Service, gb__round_checks__descriptor)                                \
    X(hall, HALL_OPERATIONS, Gb__Hall_Service, gb__hall__descriptor)                                                   \
    X(stock, STOCK_OPERATIONS, Gb__Stock_Service, gb__stock__descriptor)                                                \
    X(receiving, RECEIVING_OPERATIONS, Gb__Receiving_Service, gb__receiving__descriptor)                               \
    X(shop, SHOP_OPERATIONS, Gb__Shop_Service, gb__shop__descriptor)                                                   \
    X(delivery, DELIVERY_OPERATIONS, Gb__Delivery_Service, gb__delivery__descriptor)                                   \
    X(desk, DESK_OPERATIONS, Gb__Desk_Service, gb__desk__descriptor)                                                   \
    X(contents, CONTENTS_OPERATIONS, Gb__Contents_Service, gb__contents__descriptor)                                   \
    X(bookings, BOOKINGS_OPERATIONS, Gb__Bookings_Service, gb__bookings__descriptor)                                   \
    X(cards, CARDS_OPERATIONS, Gb__Cards_Service, gb__cards__descriptor)                                               \
    X(merchants, MERCHANTS_OPERATIONS, Gb__Merchants_Service, gb__merchants__descriptor)                               \
    X(finance, FINANCE_OPERATIONS, Gb__Finance_Service, gb__finance__descriptor)                                       \
    X(complaints, COMPLAINTS_OPERATIONS, Gb__Complaints_Service, gb__complaints__descriptor)                           \
    X(sku_refunds, SKU_REFUNDS_OPERATIONS, Gb__SkuRefunds_Service, gb__sku_refunds__descriptor)                        \
    X(approvals, APPROVALS_OPERATIONS, Gb__Approvals_Service, gb__approvals__descriptor)                               \
    X(invoices, INVOICES_OPERATIONS, Gb__Invoices_Service, gb__invoices__descriptor)                                   \
    X(payouts, PAYOUTS_OPERATIONS, Gb__Payouts_Service, gb__payouts__descriptor)                                       \
    X(receivers, RECEIVERS_OPERATIONS, Gb__Receivers_Service, gb__receivers__descriptor)                               \
    X(records, RECORDS_OPERATIONS, Gb__Records_Service, gb__records__descriptor)                                       \
    X(reserves, RESERVES_OPERATIONS, Gb__Reserves_Service, gb__reserves__descriptor)                                   \
    X(after_sales, AFTER_SALES_OPERATIONS, Gb__AfterSales_Service, gb__after_sales__descriptor)

#define GROUPBUY_ALL_JOBS(X)                                                                                           \
    GROUPBUY_JOBS(X)                                                                                                   \
    CAMPAIGNS_JOBS(X)                                                                                                  \
    ROUNDS_JOBS(X)                                                                                                     \
    CATALOGUE_JOBS(X)                                                                                                  \
    STOCK_JOBS(X)                                                                                                      \
    PICK_UPS_JOBS(X)                                                                                                   \
    RECEIVING_JOBS(X)                                                                                                  \
    COMPLAINTS_JOBS(X)                                                                                                 \
    SKU_REFUNDS_JOBS(X)                                                                                                \
    DELIVERY_JOBS(X)                                                                                                   \
    BOOKINGS_JOBS(X)                                                                                                   \
    CARDS_JOBS(X)                                                                                                      \
    MERCHANTS_JOBS(X)                                                                                                  \
    FINANCE_JOBS(X)                                                                                                    \
    PAYOUTS_JOBS(X)                                                                                                    \
    RECEIVERS_JOBS(X)                                                                                                  \
    RECORDS_JOBS(X)                                                                                                    \
    RESERVES_JOBS(X)                                                                                                   \
    AFTER_SALES_JOBS(X)

#define GROUPBUY_ALL_EVENTS(X) GROUPBUY_EVENTS(X)

#endif
