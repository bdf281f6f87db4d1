#include "content/rpc/views.h"
#include "content/store/circle_store.h"
#include "rpc/page.h"

struct status content_list_circles(struct call *call, const Ct__ListCirclesRequest *in, Ct__ListCirclesResponse *out)
{
    struct page page;
    struct circle *circles;

    TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
    TRY(circle_list(call->tx, call->arena, in->community_id, call->caller->user_id, page.after, page.rows_max, &circles,
                    &page.count));

    out->next_page_token = page_next(call, &page, circles[page.count - 1].id);
    out->n_circles = page.count;
    out->circles = MESSAGES(call, Ct__Circle, ct__circle, page.count);
    for (size_t i = 0; i < page.count; i++)
        circle_view(call, &circles[i], out->circles[i]);
    return OK;
}
