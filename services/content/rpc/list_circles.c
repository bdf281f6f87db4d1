#include "content/rpc/views.h"
#include "content/store/circle_store.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status content_list_circles(struct call *call, const Ct__ListCirclesRequest *in, Ct__ListCirclesResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t parts, count;
    size_t limit = (size_t)page_size(in->page_size);
    struct circle *circles;

    TRY(page_token_read(call, in->community_id, in->page_token, after, &parts));
    TRY(circle_list(call->tx, call->arena, in->community_id, call->caller->user_id, after[0], (int)limit + 1, &circles,
                    &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, in->community_id, &circles[count - 1].id, 1);
    }

    out->n_circles = count;
    out->circles = arena_array(call->arena, Ct__Circle *, count);
    for (size_t i = 0; i < count; i++) {
        out->circles[i] = MESSAGE(call, Ct__Circle, ct__circle);
        circle_view(call, &circles[i], out->circles[i]);
    }
    return OK;
}
