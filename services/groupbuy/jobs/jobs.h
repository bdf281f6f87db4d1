/* Timers of groupbuy. Each may run any number of times, at any time after it is due, on any replica. */
#ifndef GROUPBUY_JOBS_JOBS_H
#define GROUPBUY_JOBS_JOBS_H

#include "events/events.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/paying.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/store/stock_store.h"

#define FIND_UNPAID_EVERY_S  1
#define FIND_EXPIRING_EVERY_S 10
#define JOB_TELL_EXPIRING "tell_expiring"
#define REFRESH_KEYS_EVERY_S (6 * 3600)
#define JOB_REFRESH_MERCHANT_KEYS "refresh_merchant_keys" /* key: the account */

#define GROUPBUY_JOBS(X)                                                                                               \
    X("find_unpaid", groupbuy_find_unpaid, FIND_UNPAID_EVERY_S)                                                        \
    X("find_expiring", groupbuy_find_expiring, FIND_EXPIRING_EVERY_S)                                                  \
    X(JOB_TELL_EXPIRING, groupbuy_tell_expiring)                                                                       \
    X(JOB_CLOSE_UNPAID, groupbuy_close_unpaid)                                                                         \
    X(JOB_LOOK_AT_PAYMENT, groupbuy_look_at_payment)                                                                   \
    X(JOB_EXPIRE_TEAM, groupbuy_expire_team)                                                                           \
    X(JOB_SPONSOR_TEAM, groupbuy_sponsor_team)                                                                         \
    X(JOB_END_CAMPAIGN, groupbuy_end_campaign)                                                                         \
    X(JOB_DRIVE_REFUND, groupbuy_drive_refund)                                                                         \
    X(JOB_SETTLE_POINTS, groupbuy_settle_points)                                                                       \
    X(JOB_SETTLE_COUPON, groupbuy_settle_coupon)                                                                       \
    X("refresh_wxpay_keys", groupbuy_refresh_wxpay_keys, REFRESH_KEYS_EVERY_S)                                         \
    X(JOB_REFRESH_MERCHANT_KEYS, groupbuy_refresh_merchant_keys)

GROUPBUY_JOBS(JOB_PROTOTYPE)

#endif
