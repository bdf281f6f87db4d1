#include "notifications/notifications.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"

struct status notifications_list_subscriptions(struct call *call, const Nt__ListSubscriptionsRequest *in,
                                               Nt__ListSubscriptionsResponse *out)
{
    const struct template *templates;
    size_t count = templates_all(call->service, &templates);

    (void)in;
    out->n_subscriptions = count;
    out->subscriptions = arena_array(call->arena, Nt__Subscription *, count);
    for (size_t i = 0; i < count; i++) {
        Nt__Subscription *shown = MESSAGE(call, Nt__Subscription, nt__subscription);
        shown->template_id = templates[i].id;
        shown->kind = (Nt__MessageKind)templates[i].kind;
        TRY(credits_get(call->tx, call->caller->user_id, templates[i].id, &shown->credits));
        out->subscriptions[i] = shown;
    }
    return OK;
}
