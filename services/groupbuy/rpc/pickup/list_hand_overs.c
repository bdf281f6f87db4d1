#include "groupbuy/flow/handing_over.h"
#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_hand_overs(struct call *call, const Gb__ListHandOversRequest *in,
                                       Gb__ListHandOversResponse *out)
{
    struct hand_over *hand_overs;
    struct point point;
    struct page page;

    TRY(serving(call, in->point_id, &point));
    TRY(page_open(call, in, PAGE_BY_ID, in->point_id, &page));
    TRY(hand_over_list(call->tx, in->point_id, page.after, page.rows_max, &hand_overs, &page.count));
    out->next_page_token = page_next(call, &page, hand_overs[page.count - 1].id);
    out->n_hand_overs = page.count;
    out->hand_overs = MESSAGES(call, Gb__HandOverRecord, gb__hand_over_record, page.count);
    return hand_overs_show(call, hand_overs, page.count, out->hand_overs);
}
