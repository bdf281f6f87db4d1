#include "auth/rpc/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status auth_list_links(struct call *call, const Au__ListLinksRequest *in, Au__ListLinksResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" }, *sharer = call->caller->user_id;
    size_t parts, count, limit = (size_t)page_size(in->page_size);
    struct link *links;

    TRY(page_token_read(call, sharer, in->page_token, after, &parts));
    TRY(link_list(call->tx, call->arena, sharer, after[0], (int)limit + 1, &links, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, sharer, &links[count - 1].id, 1);
    }
    out->n_links = count;
    out->links = arena_array(call->arena, Au__Link *, count + 1);
    for (size_t i = 0; i < count; i++) {
        out->links[i] = MESSAGE(call, Au__Link, au__link);
        link_view(call, &links[i], out->links[i]);
    }
    return OK;
}
