#include <string.h>

#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

/* Pages are of persons: all rows of a person are on one page. */
static size_t persons_kept(const struct leader *leaders, size_t count, size_t persons_max, size_t *ret_persons)
{
    size_t persons = 0;

    for (size_t i = 0; i < count; i++) {
        bool new = i == 0 || strcmp(leaders[i].user_id, leaders[i - 1].user_id) != 0;

        if (new &&persons == persons_max) {
            *ret_persons = persons + 1;
            return i;
        }
        persons += new;
    }
    *ret_persons = persons;
    return count;
}

struct status groupbuy_list_followed_leaders(struct call *call, const Gb__ListFollowedLeadersRequest *in,
                                             Gb__ListFollowedLeadersResponse *out)
{
    struct leader *leaders;
    struct page page;
    size_t count, kept;

    TRY(page_open(call, in, PAGE_BY_ID, call->caller->user_id, &page));
    TRY(leader_list_followed(call->tx, call->caller->user_id, page.after, page.rows_max, &leaders, &count));
    kept = persons_kept(leaders, count, (size_t)page.rows_max - 1, &page.count);

    out->next_page_token = page_next(call, &page, leaders[kept - 1].user_id);
    out->n_leaders = kept;
    out->leaders = MESSAGES(call, Gb__Leader, gb__leader, kept);
    for (size_t i = 0; i < kept; i++)
        leader_view(call, &leaders[i], out->leaders[i]);
    return OK;
}
