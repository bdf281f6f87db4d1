#include "events/audit.h"
#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/scope.h"

/* Also of one that is completed: WeChat takes a last word. */
struct status groupbuy_answer_complaint(struct call *call, const Gb__AnswerComplaintRequest *in, Gb__Complaint *out)
{
    struct complaint complaint;

    TRY(platform_act(call, "operator"));
    TRY(complaint_lock(call->tx, in->complaint_id, false, &complaint));
    TRY(complaint_act(call, &complaint, COMPLAINT_REPLY, in->content));
    TRY(audit(call, &(struct audit_line){ .action = "answer_complaint",
                                          .object_type = "complaint",
                                          .object_id = complaint.id,
                                          .before = complaint_state_name(complaint.state),
                                          .after = in->content }));
    return complaint_show(call, complaint.id, out);
}
