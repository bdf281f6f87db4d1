#include "events/audit.h"
#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/scope.h"

static struct status check(const struct complaint *complaint)
{
    if (complaint->state == COMPLAINT_PROCESSED)
        return fail(COMPLAINT_CLOSED, "complaint %s is completed", complaint->id);
    if (complaint->state == COMPLAINT_PENDING)
        return fail(COMPLAINT_UNANSWERED, "complaint %s has no answer", complaint->id);
    return OK;
}

struct status groupbuy_complete_complaint(struct call *call, const Gb__CompleteComplaintRequest *in, Gb__Complaint *out)
{
    struct complaint complaint;

    TRY(platform_act(call, "operator"));
    TRY(complaint_lock(call->tx, in->complaint_id, false, &complaint));
    TRY(check(&complaint));
    TRY(complaint_act(call, &complaint, COMPLAINT_COMPLETE, ""));
    TRY(audit(call, &(struct audit_line){ .action = "complete_complaint",
                                          .object_type = "complaint",
                                          .object_id = complaint.id,
                                          .before = complaint_state_name(complaint.state),
                                          .after = complaint_state_name(COMPLAINT_PROCESSED) }));
    return complaint_show(call, complaint.id, out);
}
