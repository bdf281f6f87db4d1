/* Who hears of stock that runs low and comes back: proto/linli/groupbuy/v1/stock.proto. */
#ifndef GROUPBUY_STOCK_H
#define GROUPBUY_STOCK_H

#include "events/events.h"
#include "linli/groupbuy/v1/stock.pb-c.h"
#include "rpc/operation.h"

#define STOCK_THERE     CODE_FAILED_PRECONDITION, "STOCK_THERE"
#define TOO_MANY_WISHES CODE_FAILED_PRECONDITION, "TOO_MANY_WISHES"

#define STOCK_OPERATIONS(X)                                                                                            \
    X(Gb, SetStockAlarm, Gb__StockAlarm, groupbuy_set_stock_alarm)                                                     \
    X(Gb, TellWhenBack, Gb__StockWish, groupbuy_tell_when_back)

#define WATCH_STOCK_EVERY_S 5

#define STOCK_JOBS(X) X("watch_stock", groupbuy_watch_stock, WATCH_STOCK_EVERY_S)

STOCK_OPERATIONS(OPERATION_PROTOTYPE)
STOCK_JOBS(JOB_PROTOTYPE)

#endif
