#include "notifications/domain/moments.h"
#include "notifications/notifications.h"
#include "notifications/service.h"
#include "notifications/store/delivery_store.h"

_Static_assert((int)ASK_AFTER_PAYING == NT__ASK_MOMENT__AFTER_PAYING &&
                   (int)ASK_AFTER_PUBLISHING == NT__ASK_MOMENT__AFTER_PUBLISHING,
               "the contract's numbers are the domain's");

/* Where a kind has no template of its own, the one for all is asked for in its place. */
static struct status find_offers(struct call *call, enum ask_moment moment, struct ask_offer *offers, size_t *ret_count)
{
    const enum message_kind *kinds;
    size_t kinds_count;

    *ret_count = 0;
    kinds = moment_kinds(moment, &kinds_count);
    for (size_t i = 0; i < kinds_count; i++) {
        struct ask_offer offer = { .template_id = template_for(call->service, kinds[i]) };

        if (!offer.template_id || !template_kind(call->service, offer.template_id, &offer.kind))
            continue;
        TRY(credits_get(call->tx, call->caller->user_id, offer.template_id, &offer.credits));
        offers[(*ret_count)++] = offer;
    }
    return OK;
}

struct status notifications_ask_subscriptions(struct call *call, const Nt__AskSubscriptionsRequest *in,
                                              Nt__ListSubscriptionsResponse *out)
{
    struct ask_offer offers[ASK_KINDS_MAX];
    size_t count;

    TRY(find_offers(call, (enum ask_moment)in->moment, offers, &count));
    out->n_subscriptions = moment_choose(offers, count);
    out->subscriptions = MESSAGES(call, Nt__Subscription, nt__subscription, out->n_subscriptions);
    for (size_t i = 0; i < out->n_subscriptions; i++) {
        out->subscriptions[i]->template_id = offers[i].template_id;
        out->subscriptions[i]->kind = (Nt__MessageKind)offers[i].kind;
        out->subscriptions[i]->credits = offers[i].credits;
    }
    return OK;
}
