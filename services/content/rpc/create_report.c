#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/comment_store.h"

/* Who may read a thing may report it, to those who review its community. */
static struct status target_readable(struct call *call, const Ct__CreateReportRequest *in, const char **ret_community_id)
{
    const char *post_id = in->target_id;
    struct comment comment;
    struct circle circle;
    struct post post;

    if (in->target == CT__REPORT_TARGET__COMMENT) {
        TRY(comment_get(call->tx, in->target_id, call->caller->user_id, &comment));
        TRY(comment_readable(&comment, call->caller->user_id));
        post_id = comment.post_id;
    }
    TRY(post_open(call, post_id, &post, &circle));
    *ret_community_id = post.community_id;
    return OK;
}

static struct status emit_report_filed(struct call *call, const struct report *report)
{
    Ct__ReportFiled event = CT__REPORT_FILED__INIT;

    event.report_id = report->id;
    event.target = report->target == REPORT_POST ? "post" : "comment";
    event.target_id = report->target_id;
    event.reporter_id = report->reporter_id;
    return emit(call, report->id, &event.base);
}

struct status content_create_report(struct call *call, const Ct__CreateReportRequest *in, Ct__Report *out)
{
    struct report report = {
        .id = id_make(call->arena),
        .target = (enum report_target)in->target,
        .target_id = in->target_id,
        .reporter_id = call->caller->user_id,
        .body = in->text,
        .created_us = call->now_us,
    };
    bool is_new;

    TRY(target_readable(call, in, &report.community_id));
    TRY(report_insert(call->tx, &report, &report, &is_new));
    if (is_new)
        TRY(emit_report_filed(call, &report));

    report_view(call, &report, out);
    return OK;
}
