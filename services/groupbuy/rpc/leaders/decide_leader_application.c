#include "events/audit.h"
#include "groupbuy/flow/leading.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static struct status tell_approved(struct call *call, const struct leader_application *application)
{
    Gb__LeaderApproved event = GB__LEADER_APPROVED__INIT;

    event.user_id = application->user_id;
    event.community_id = application->community_id;
    event.decided_by = call->caller->user_id;
    return emit(call, application->user_id, &event.base);
}

static struct status tell_declined(struct call *call, const struct leader_application *application)
{
    Gb__LeaderDeclined event = GB__LEADER_DECLINED__INIT;

    event.user_id = application->user_id;
    event.community_id = application->community_id;
    event.reason = application->reason;
    return emit(call, application->user_id, &event.base);
}

static struct status decide(struct call *call, const Gb__DecideLeaderApplicationRequest *in,
                            struct leader_application *application)
{
    application->status = in->approve ? REVIEW_STATUS_APPROVED : REVIEW_STATUS_DECLINED;
    application->reason = in->approve ? "" : in->reason;
    application->decided_us = call->now_us;
    TRY(application_decide(call->tx, application->id, application->status, application->reason, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .scope_id = application->community_id,
                                          .action = "decide_leader_application",
                                          .object_type = "leader_application",
                                          .object_id = application->id,
                                          .before = "pending",
                                          .after = in->approve ? "approved" : "declined",
                                          .reason = application->reason }));
    if (!in->approve)
        return tell_declined(call, application);
    TRY(leader_insert(call->tx, application->user_id, application->community_id));
    return tell_approved(call, application);
}

struct status groupbuy_decide_leader_application(struct call *call, const Gb__DecideLeaderApplicationRequest *in,
                                                 Gb__LeaderApplication *out)
{
    struct violations faults = { 0 };
    struct leader_application application;
    enum review wanted = in->approve ? REVIEW_STATUS_APPROVED : REVIEW_STATUS_DECLINED;

    TRY(application_lock(call->tx, in->application_id, &application));
    TRY(overseeing(call, application.community_id));
    if (!in->approve && !*in->reason) {
        violations_add(&faults, "reason", "is needed for a decline");
        return fail_fields(&faults);
    }
    if (application.status == REVIEW_STATUS_PENDING)
        TRY(decide(call, in, &application));
    else if (application.status != wanted)
        return fail(ALREADY_DECIDED, "application %s", application.id);
    application_view(call, &application, out);
    return OK;
}
