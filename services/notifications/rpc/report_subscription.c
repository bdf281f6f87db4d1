#include "notifications/notifications.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"

struct status notifications_report_subscription(struct call *call, const Nt__ReportSubscriptionRequest *in, Nt__Subscription *out)
{
    const char *user_id = call->caller->user_id;
    enum message_kind kind;
    bool done;

    if (!template_kind(call->service, in->template_id, &kind))
        return fail(TEMPLATE_UNKNOWN, "template %s", in->template_id);
    if (in->answer == NT__SUBSCRIPTION_ANSWER__ACCEPT)
        TRY(credits_move(call->tx, user_id, in->template_id, 1, "accepted", call->now_us, &done));
    else
        TRY(credits_clear(call->tx, user_id, in->template_id, "rejected", call->now_us));

    out->template_id = in->template_id;
    out->kind = (Nt__MessageKind)kind;
    return credits_get(call->tx, user_id, in->template_id, &out->credits);
}
