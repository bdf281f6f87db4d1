/* After-sales: money, returns, exchanges, other parcels. */
#ifndef GROUPBUY_AFTER_SALES_H
#define GROUPBUY_AFTER_SALES_H

#include "events/events.h"
#include "linli/groupbuy/v1/after_sales.pb-c.h"
#include "rpc/operation.h"

#define AFTER_SALE_NOT_POSSIBLE CODE_FAILED_PRECONDITION, "AFTER_SALE_NOT_POSSIBLE"
#define AFTER_SALE_NOTHING_LEFT CODE_FAILED_PRECONDITION, "AFTER_SALE_NOTHING_LEFT"
#define AFTER_SALE_ELSEWHERE    CODE_FAILED_PRECONDITION, "AFTER_SALE_ELSEWHERE"
#define CLAIM_TOO_LATE          CODE_FAILED_PRECONDITION, "CLAIM_TOO_LATE"
#define TOO_MANY_AFTER_SALES    CODE_FAILED_PRECONDITION, "TOO_MANY_AFTER_SALES"

#define AFTER_SALES_OPERATIONS(X)                                                                                      \
    X(Gb, RequestAfterSale, Gb__AfterSale, groupbuy_request_after_sale)                                                \
    X(Gb, WithdrawAfterSale, Gb__AfterSale, groupbuy_withdraw_after_sale)                                              \
    X(Gb, EscalateAfterSale, Gb__AfterSale, groupbuy_escalate_after_sale)                                              \
    X(Gb, SendBack, Gb__AfterSale, groupbuy_send_back)                                                                 \
    X(Gb, GetAfterSale, Gb__AfterSale, groupbuy_get_after_sale)                                                        \
    X(Gb, ListMyAfterSales, Gb__ListMyAfterSalesResponse, groupbuy_list_my_after_sales)                                \
    X(Gb, ListLedAfterSales, Gb__ListLedAfterSalesResponse, groupbuy_list_led_after_sales)                             \
    X(Gb, ListAfterSales, Gb__ListAfterSalesResponse, groupbuy_list_after_sales)                                       \
    X(Gb, DecideAfterSale, Gb__AfterSale, groupbuy_decide_after_sale)                                                  \
    X(Gb, SettleAfterSale, Gb__AfterSale, groupbuy_settle_after_sale)

#define JOB_AFTER_SALE_LATE           "after_sale_late" /* nobody acted in time */
#define FIND_LATE_AFTER_SALES_EVERY_S 5

#define AFTER_SALES_JOBS(X)                                                                                            \
    X("find_late_after_sales", groupbuy_find_late_after_sales, FIND_LATE_AFTER_SALES_EVERY_S)                          \
    X(JOB_AFTER_SALE_LATE, groupbuy_after_sale_late)

AFTER_SALES_OPERATIONS(OPERATION_PROTOTYPE)
AFTER_SALES_JOBS(JOB_PROTOTYPE)

#endif
