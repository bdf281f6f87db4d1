/* The books of groupbuy: each day compared with WeChat's bills; what leaders and partners earn. */
#ifndef GROUPBUY_FINANCE_H
#define GROUPBUY_FINANCE_H

#include "events/events.h"
#include "linli/groupbuy/v1/finance.pb-c.h"
#include "rpc/operation.h"

#define SHARES_ABOVE_CAP CODE_INVALID_ARGUMENT, "SHARES_ABOVE_CAP"

#define MONTH_NOT_OVER CODE_FAILED_PRECONDITION, "MONTH_NOT_OVER"
#define MONTH_CLOSED   CODE_ALREADY_EXISTS, "MONTH_CLOSED"

#define RECONCILE_EVERY_S 60

#define FINANCE_OPERATIONS(X)                                                                                          \
    X(Gb, ListBillDays, Gb__ListBillDaysResponse, groupbuy_list_bill_days)                                             \
    X(Gb, ListBillCases, Gb__ListBillCasesResponse, groupbuy_list_bill_cases)                                          \
    X(Gb, PublishShareRule, Gb__ShareRule, groupbuy_publish_share_rule)                                                \
    X(Gb, SetPartner, Gb__Partner, groupbuy_set_partner)                                                               \
    X(Gb, CloseMonth, Gb__LedgerMonth, groupbuy_close_month)                                                           \
    X(Gb, ListMonths, Gb__ListMonthsResponse, groupbuy_list_months)                                                    \
    X(Gb, GetMonth, Gb__LedgerMonth, groupbuy_get_month)                                                               \
    X(Gb, VerifyMonth, Gb__MonthVerification, groupbuy_verify_month)                                                   \
    X(Gb, ReportIncome, Gb__IncomeReport, groupbuy_report_income)                                                      \
    X(Gb, ListMyShares, Gb__ListMySharesResponse, groupbuy_list_my_shares)

#define FINANCE_JOBS(X) X("reconcile_bills", groupbuy_reconcile_bills, RECONCILE_EVERY_S)

FINANCE_OPERATIONS(OPERATION_PROTOTYPE)
FINANCE_JOBS(JOB_PROTOTYPE)

#endif
