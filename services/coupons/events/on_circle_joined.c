#include "coupons/rpc/issuing.h"
#include "coupons/store/template_store.h"

/* The welcome pack: one coupon of each welcome template of the community, once a person. Who has it, or came too late for
 * the budget, gets nothing, and that is no failure. */
struct status coupons_on_circle_joined(struct call *call, const Ct__CircleJoined *event)
{
    const char *const *ids;
    size_t count;

    TRY(template_ids_of_welcome(call->tx, call->arena, event->community_id, &ids, &count));
    struct wish *wishes = arena_array(call->arena, struct wish, count);
    for (size_t i = 0; i < count; i++)
        wishes[i] = (struct wish){
            .grant = { .template_id = ids[i],
                       .user_id = event->user_id,
                       .channel = CHANNEL_WELCOME,
                       .grant_key = arena_printf(call->arena, "welcome:%s", ids[i]) },
            .outcome = OK,
        };
    return count ? coupons_issue(call, wishes, count) : OK;
}
