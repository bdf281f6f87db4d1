#include <string.h>

#include "groupbuy/flow/flash.h"

static const char *campaign_of(const struct batch_item *item)
{
    return ((const Gb__PlaceFlashOrderRequest *)item->in)->campaign_id;
}

static bool holds_user(struct batch_item *const *items, size_t count, const char *user_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i]->caller->user_id, user_id) == 0)
            return true;
    return false;
}

/* Takes out of `waiting` what can go into one transaction: one campaign, each user once, in order of arrival. */
static size_t next_group(struct batch_item **waiting, size_t *count, struct batch_item **group)
{
    const char *campaign_id = campaign_of(waiting[0]);
    size_t taken = 0, left = 0;

    for (size_t i = 0; i < *count; i++) {
        struct batch_item *item = waiting[i];

        if (strcmp(campaign_of(item), campaign_id) == 0 && !holds_user(group, taken, item->caller->user_id))
            group[taken++] = item;
        else
            waiting[left++] = item;
    }
    *count = left;
    return taken;
}

/* All that has gathered. A failure fails what is not decided yet: the runtime calls again, and what an earlier group
 * has committed is found by its keys. */
struct status groupbuy_place_flash_order(struct call *call, struct batch_item *items, size_t count)
{
    struct batch_item **waiting = arena_array(call->arena, struct batch_item *, count);
    struct batch_item **group = arena_array(call->arena, struct batch_item *, count);
    size_t left = count;

    for (size_t i = 0; i < count; i++)
        waiting[i] = &items[i];
    while (left > 0) {
        size_t taken = next_group(waiting, &left, group);

        TRY(flash_place(call, campaign_of(group[0]), group, taken));
    }
    return OK;
}
