#include "auth/rpc/views.h"
#include "rpc/page.h"

struct status auth_list_blocks(struct call *call, const Au__ListBlocksRequest *in, Au__ListBlocksResponse *out)
{
    const char *blocker = call->caller->user_id;
    struct page page;
    struct user *users;
    int64_t *times;

    TRY(page_open(call, in, PAGE_BY_TIME, blocker, &page));
    TRY(block_list(call->tx, call->arena, blocker, page.after_us, page.after, page.rows_max, &users, &times, &page.count));

    out->next_page_token = page_next_at(call, &page, times[page.count - 1], users[page.count - 1].id);
    out->n_users = page.count;
    out->users = MESSAGES(call, Au__User, au__user, page.count);
    for (size_t i = 0; i < page.count; i++)
        user_view(&users[i], out->users[i]);
    return OK;
}
