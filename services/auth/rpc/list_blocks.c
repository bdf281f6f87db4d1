#include <inttypes.h>
#include <stdlib.h>

#include "auth/rpc/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status auth_list_blocks(struct call *call, const Au__ListBlocksRequest *in, Au__ListBlocksResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "0", "" };
    size_t parts, count, limit = (size_t)page_size(in->page_size);
    struct user *users;
    int64_t *times;

    TRY(page_token_read(call, call->caller->user_id, in->page_token, after, &parts));
    TRY(block_list(call->tx, call->arena, call->caller->user_id, strtoll(after[0], NULL, 10), after[1], (int)limit + 1,
                   &users, &times, &count));
    if (count > limit) {
        const char *place[] = { arena_printf(call->arena, "%" PRId64, times[limit - 1]), users[limit - 1].id };

        out->next_page_token = page_token_make(call, call->caller->user_id, place, 2);
        count = limit;
    }
    out->n_users = count;
    out->users = arena_array(call->arena, Au__User *, count + 1);
    for (size_t i = 0; i < count; i++) {
        out->users[i] = MESSAGE(call, Au__User, au__user);
        user_view(&users[i], out->users[i]);
    }
    return OK;
}
