#include "groupbuy/flow/shipping.h"
#include "groupbuy/flow/shipping_channel.h"
#include "groupbuy/store/case_store.h"

static struct status begin(struct call *call, const char *order_id, struct presale *ret_presale)
{
    TRY(call_begin(call));
    TRY(presale_lock(call->tx, order_id, ret_presale));
    if (ret_presale->waits)
        TRY(presale_tried(call->tx, order_id));
    return call_commit(call);
}

/* Under a subject of its own: the way of the same goods may be refused later. */
static struct status open_case(struct call *call, const struct presale *presale)
{
    return case_open(call->tx,
                     &(struct payment_case){ .reason = CASE_SHIPPING_REFUSED,
                                             .subject = arena_printf(call->arena, "presale:%s", presale->order_id),
                                             .wechat_number = presale->transaction_id,
                                             .order_id = presale->order_id });
}

/* `told` is what WeChat was told: when the round was extended meanwhile, it has to hear the later date, too. */
static struct status end(struct call *call, const struct presale *told, const char *refused)
{
    struct presale presale;

    TRY(call_begin(call));
    TRY(presale_lock(call->tx, told->order_id, &presale));
    if (presale.ready_us != told->ready_us)
        return fail(CONFLICT, "the date of order %s has moved", told->order_id);
    if (presale.waits) {
        TRY(presale_end(call->tx, told->order_id, refused));
        if (*refused)
            TRY(open_case(call, &presale));
    }
    return call_commit(call);
}

/* Declared, or refused for good. Interrupted anywhere it begins again, with the date that holds then. */
struct status groupbuy_declare_presale(struct call *call, const struct job *job)
{
    struct presale presale;
    const char *refused;

    TRY(begin(call, job->key, &presale));
    if (!presale.waits)
        return OK;
    TRY(shipping_channel_declare(call, &presale, &refused));
    return end(call, &presale, refused);
}
