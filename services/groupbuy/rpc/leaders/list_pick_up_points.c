#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_pick_up_points(struct call *call, const Gb__ListPickUpPointsRequest *in,
                                           Gb__ListPickUpPointsResponse *out)
{
    struct point *points;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
    TRY(point_list_here(call->tx, in->community_id, page.after, page.rows_max, &points, &page.count));

    out->next_page_token = page_next(call, &page, points[page.count - 1].id);
    out->n_points = page.count;
    out->points = MESSAGES(call, Gb__PickUpPoint, gb__pick_up_point, page.count);
    for (size_t i = 0; i < page.count; i++)
        point_view(call, &points[i], out->points[i]);
    return OK;
}
