#include "events/audit.h"
#include "groupbuy/flow/desk.h"
#include "groupbuy/flow/scope.h"

/* The order's lock makes one note follow the other, so that none is one too many. */
struct status groupbuy_add_order_note(struct call *call, const Gb__AddOrderNoteRequest *in, Gb__DeskOrder *out)
{
    struct order order;
    int64_t count;

    TRY(platform_act(call, "operator", "finance"));
    TRY(order_lock(call->tx, in->order_id, NULL, &order));
    TRY(order_note_count(call->tx, order.id, &count));
    if (count >= ORDER_NOTES_MAX)
        return fail_field("text", "an order has at most 200 notes");
    TRY(order_note_insert(call->tx, order.id, call->caller->user_id, in->text));
    TRY(audit(call, &(struct audit_line){ .action = "add_order_note",
                                          .object_type = "order",
                                          .object_id = order.id,
                                          .after = in->text }));
    return desk_show(call, order.id, out);
}
