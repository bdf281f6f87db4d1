#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "content/store/comment_store.h"
#include "content/store/post_store.h"
#include "events/audit.h"

static struct status take_away(struct call *call, const struct report *report)
{
    struct comment comment;
    struct post post;

    if (report->target == REPORT_POST) {
        TRY(post_lock(call->tx, report->target_id, "", &post));
        return post_take_away(call, &post, "report");
    }
    struct status found = comment_get(call->tx, report->target_id, "", &comment);
    if (failed_with(found, NOT_HERE))
        return OK; /* its author was quicker */
    TRY(found);
    return comment_take_away(call, &comment, "report");
}

struct status content_decide_report(struct call *call, const Ct__DecideReportRequest *in, Ct__Report *out)
{
    struct report report;

    TRY(report_lock(call->tx, in->report_id, &report));
    if (!caller_reviews(call, report.community_id))
        return fail(NOT_HERE, "report %s is another community's", in->report_id);
    if (report.state != REPORT_OPEN)
        return fail(ALREADY_DECIDED, "report %s", in->report_id);
    if (in->decision == CT__REPORT_STATE__UPHELD)
        TRY(take_away(call, &report));
    report.state = (enum report_state)in->decision;
    TRY(report_decide(call->tx, &report, report.state, call->caller->user_id, in->why, call->now_us));
    TRY(audit(call, &(struct audit_line){ .scope_id = report.community_id,
                                          .action = "decide_report",
                                          .object_type = "report",
                                          .object_id = in->report_id,
                                          .before = "open",
                                          .after = report.state == REPORT_UPHELD ? "upheld" : "dismissed",
                                          .reason = in->why }));

    report_view(call, &report, out);
    return OK;
}
