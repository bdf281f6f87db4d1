/* Accounts at WeChat Pay besides the installation's own, who is bound to them, and what WeChat tells them:
 * proto/linli/groupbuy/v1/merchants.proto. The keys are those of accounts.h. */
#ifndef GROUPBUY_MERCHANTS_H
#define GROUPBUY_MERCHANTS_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/api/raw.pb-c.h"
#include "linli/groupbuy/v1/merchants.pb-c.h"
#include "rpc/operation.h"

#define MERCHANT_KNOWN  CODE_ALREADY_EXISTS, "MERCHANT_KNOWN"
#define MERCHANT_BOUND  CODE_FAILED_PRECONDITION, "MERCHANT_BOUND"
#define MERCHANT_CLOSED CODE_FAILED_PRECONDITION, "MERCHANT_CLOSED"

/* WeChat's notices come as they were sent. */
typedef Api__RawRequest Gb__TakeMerchantPaymentNoticeRequest;
typedef Api__RawRequest Gb__TakeMerchantRefundNoticeRequest;
typedef Api__RawRequest Gb__TakeMerchantComplaintNoticeRequest;

#define MERCHANTS_OPERATIONS(X)                                                                                        \
    X(Gb, CreateMerchant, Gb__Merchant, groupbuy_create_merchant)                                                      \
    X(Gb, CloseMerchant, Gb__Merchant, groupbuy_close_merchant)                                                        \
    X(Gb, ListMerchants, Gb__ListMerchantsResponse, groupbuy_list_merchants)                                           \
    X(Gb, BindMerchant, Gb__MerchantBinding, groupbuy_bind_merchant)                                                   \
    X(Gb, UnbindMerchant, Gb__Merchant, groupbuy_unbind_merchant)                                                      \
    X(Gb, ListMerchantBindings, Gb__ListMerchantBindingsResponse, groupbuy_list_merchant_bindings)                     \
    X(Gb, TakeMerchantPaymentNotice, Api__RawResponse, groupbuy_take_merchant_payment_notice)                          \
    X(Gb, TakeMerchantRefundNotice, Api__RawResponse, groupbuy_take_merchant_refund_notice)                            \
    X(Gb, TakeMerchantComplaintNotice, Api__RawResponse, groupbuy_take_merchant_complaint_notice)

#define CHECK_MERCHANTS_EVERY_S 600

#define MERCHANTS_JOBS(X) X("check_merchants", groupbuy_check_merchants, CHECK_MERCHANTS_EVERY_S)

MERCHANTS_OPERATIONS(OPERATION_PROTOTYPE)
MERCHANTS_JOBS(JOB_PROTOTYPE)

#endif
