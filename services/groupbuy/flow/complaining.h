/* Complaints on their way: what WeChat says of one becomes our row, what we decide becomes a step. In the caller's
 * transaction. Locks: the order, then the complaint. */
#ifndef GROUPBUY_FLOW_COMPLAINING_H
#define GROUPBUY_FLOW_COMPLAINING_H

#include "groupbuy/complaints.h"
#include "groupbuy/flow/complaint_channel.h"

/* What was read becomes the row, joined to its order; its leader and operators hear of a new one, or of one that is
 * complained of again. The complaint is locked; `told` is what had been told of before it was read. */
struct status complaint_apply(struct call *call, struct complaint *complaint, int64_t told,
                              const struct wxpay_complaint *read, const struct wxpay_complaint_history *history);

/* One more thing for WeChat to hear, by a job. COMPLAINT_BUSY: the one before is not there yet. */
struct status complaint_act(struct call *call, const struct complaint *complaint, enum complaint_step_kind kind,
                            const char *content);

/* With everything that was said. */
struct status complaint_show(struct call *call, const char *id, Gb__Complaint *out);
void complaint_view(struct call *call, const struct complaint *complaint, Gb__Complaint *out);
struct status tell_complaint_overdue(struct call *call, const struct complaint *complaint);

#endif
