/* What leaders and partners have earned: their statement, and how it reaches them. */
#ifndef GROUPBUY_PAYOUTS_H
#define GROUPBUY_PAYOUTS_H

#include "events/events.h"
#include "linli/api/raw.pb-c.h"
#include "linli/groupbuy/v1/payouts.pb-c.h"
#include "rpc/operation.h"

#define PAYEE_UNKNOWN    CODE_FAILED_PRECONDITION, "PAYEE_UNKNOWN"
#define PAYOUT_UNDER_WAY CODE_FAILED_PRECONDITION, "PAYOUT_UNDER_WAY"
#define PAYOUT_LIMIT     CODE_FAILED_PRECONDITION, "PAYOUT_LIMIT"
#define PAYOUT_TOO_MUCH  CODE_FAILED_PRECONDITION, "PAYOUT_TOO_MUCH"
#define PAYOUT_DECIDED   CODE_FAILED_PRECONDITION, "PAYOUT_DECIDED"

/* Raw methods take HTTP as it came. */
typedef Api__RawRequest Gb__TakeTransferNoticeRequest;
typedef Api__RawRequest Gb__TakeMerchantTransferNoticeRequest;

#define PAYOUTS_OPERATIONS(X)                                                                                          \
    X(Gb, GetStatement, Gb__Statement, groupbuy_get_statement)                                                         \
    X(Gb, SetPayee, Gb__Payee, groupbuy_set_payee)                                                                     \
    X(Gb, GetPayee, Gb__Payee, groupbuy_get_payee)                                                                     \
    X(Gb, RequestPayout, Gb__Payout, groupbuy_request_payout)                                                          \
    X(Gb, ListMyPayouts, Gb__ListPayoutsResponse, groupbuy_list_my_payouts)                                            \
    X(Gb, GetMyPayout, Gb__Payout, groupbuy_get_my_payout)                                                             \
    X(Gb, ListPayouts, Gb__ListPayoutsResponse, groupbuy_list_payouts)                                                 \
    X(Gb, DecidePayout, Gb__Payout, groupbuy_decide_payout)                                                            \
    X(Gb, TakeTransferNotice, Api__RawResponse, groupbuy_take_transfer_notice)                                         \
    X(Gb, TakeMerchantTransferNotice, Api__RawResponse, groupbuy_take_merchant_transfer_notice)                        \
    X(Gb, PublishSettlementRule, Gb__SettlementRule, groupbuy_publish_settlement_rule)                                 \
    X(Gb, GetSettlementRule, Gb__SettlementRule, groupbuy_get_settlement_rule)

#define JOB_DRIVE_PAYOUT          "drive_payout"
#define JOB_DRIVE_SHARING         "drive_sharing" /* key: the order */
#define FIND_DUE_SHARINGS_EVERY_S 60

#define PAYOUTS_JOBS(X)                                                                                                \
    X(JOB_DRIVE_PAYOUT, groupbuy_drive_payout)                                                                         \
    X(JOB_DRIVE_SHARING, groupbuy_drive_sharing)                                                                       \
    X("find_due_sharings", groupbuy_find_due_sharings, FIND_DUE_SHARINGS_EVERY_S)

PAYOUTS_OPERATIONS(OPERATION_PROTOTYPE)
PAYOUTS_JOBS(JOB_PROTOTYPE)

#endif
