#include "groupbuy/flow/complaining.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view(struct call *call, const struct complaint *complaint, Gb__LedComplaint *out)
{
    out->complaint_id = complaint->id;
    out->order_id = complaint->order_id;
    out->state = (Gb__ComplaintState)complaint->state;
    out->complained_at = timestamp_new(call->arena, complaint->complained_us);
    out->detail = complaint->detail;
    out->problem = complaint->problem;
    out->refund_wanted_fen = complaint->refund_wanted;
    out->fully_refunded = complaint->fully_refunded;
    out->waits = complaint->waits_us != 0;
    out->answer = complaint->answer;
}

/* Rows are the leader's by their order: who was disabled still sees what was complained of. */
struct status groupbuy_list_led_complaints(struct call *call, const Gb__ListLedComplaintsRequest *in,
                                           Gb__ListLedComplaintsResponse *out)
{
    const char *me = call->caller->user_id;
    struct complaint *complaints;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, me, &page));
    TRY(complaint_list_led(call->tx, me, page.after, page.rows_max, &complaints, &page.count));

    out->next_page_token = page_next(call, &page, complaints[page.count - 1].id);
    out->n_complaints = page.count;
    out->complaints = MESSAGES(call, Gb__LedComplaint, gb__led_complaint, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(call, &complaints[i], out->complaints[i]);
    return OK;
}
