/* Complaints at WeChat Pay as groupbuy asks for them and acts on them.
 *
 * Never inside a transaction. Texts live in the call's arena. Failures are PAYMENT_UNAVAILABLE when it is worth another
 * try, else as named. */
#ifndef GROUPBUY_FLOW_COMPLAINT_CHANNEL_H
#define GROUPBUY_FLOW_COMPLAINT_CHANNEL_H

#include "groupbuy/flow/channel.h"
#include "groupbuy/store/complaint_store.h"
#include "wechat/pay_complaints.h"

/* The n-th account that can be asked, from 0; NULL: there are no more. */
const char *complaint_channel_account(const struct call *call, size_t n);
/* Makes our address the one that is told of complaints of this account. */
struct status complaint_channel_register(struct call *call, const char *merchant_id);
/* A page of the account's of the days `first` to `last`. */
struct status complaint_channel_list(struct call *call, const char *merchant_id, const char *first, const char *last,
                                     int64_t offset, struct wxpay_complaint_page *ret_page);
/* One of them, with the newest 300 entries of what was said. */
struct status complaint_channel_read(struct call *call, const struct complaint *complaint,
                                     struct wxpay_complaint *ret_complaint,
                                     struct wxpay_complaint_history *ret_history);
/* Does what the step says. *ret_refused: "" when WeChat took it, else its words for never taking it. A failure: nobody
 * knows whether it was taken. */
struct status complaint_channel_act(struct call *call, const struct complaint *complaint,
                                    const struct complaint_step *step, const char **ret_refused);

#endif
