#include "events/audit.h"
#include "groupbuy/flow/leading.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static struct status decide(struct call *call, const Gb__DecidePickUpPointRequest *in, struct point *point)
{
    Gb__PickUpPointDecided event = GB__PICK_UP_POINT_DECIDED__INIT;

    point->status = in->approve ? REVIEW_STATUS_APPROVED : REVIEW_STATUS_DECLINED;
    point->reason = in->approve ? "" : in->reason;
    TRY(point_update(call->tx, point));
    TRY(audit(call, &(struct audit_line){ .scope_id = point->community_id,
                                          .action = "decide_pick_up_point",
                                          .object_type = "pick_up_point",
                                          .object_id = point->id,
                                          .before = "pending",
                                          .after = in->approve ? "approved" : "declined",
                                          .reason = point->reason }));
    event.point_id = point->id;
    event.leader_id = point->leader_id;
    event.community_id = point->community_id;
    event.name = point->name;
    event.approved = in->approve;
    event.reason = point->reason;
    return emit(call, point->id, &event.base);
}

struct status groupbuy_decide_pick_up_point(struct call *call, const Gb__DecidePickUpPointRequest *in,
                                            Gb__PickUpPoint *out)
{
    enum review wanted = in->approve ? REVIEW_STATUS_APPROVED : REVIEW_STATUS_DECLINED;
    struct violations faults = { 0 };
    struct point point;

    TRY(point_lock(call->tx, in->point_id, &point));
    TRY(overseeing(call, point.community_id));
    if (!in->approve && !*in->reason) {
        violations_add(&faults, "reason", "is needed for a decline");
        return fail_fields(&faults);
    }
    if (point.status == REVIEW_STATUS_PENDING)
        TRY(decide(call, in, &point));
    else if (point.status != wanted)
        return fail(ALREADY_DECIDED, "point %s", point.id);
    point_view(call, &point, out);
    return OK;
}
