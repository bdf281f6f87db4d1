#include "auth/rpc/views.h"
#include "rpc/page.h"

struct status auth_list_links(struct call *call, const Au__ListLinksRequest *in, Au__ListLinksResponse *out)
{
    const char *sharer = call->caller->user_id;
    struct page page;
    struct link *links;

    TRY(page_open(call, in, PAGE_BY_ID, sharer, &page));
    TRY(link_list(call->tx, call->arena, sharer, page.after, page.rows_max, &links, &page.count));

    out->next_page_token = page_next(call, &page, links[page.count - 1].id);
    out->n_links = page.count;
    out->links = MESSAGES(call, Au__Link, au__link, page.count);
    for (size_t i = 0; i < page.count; i++)
        link_view(call, &links[i], out->links[i]);
    return OK;
}
