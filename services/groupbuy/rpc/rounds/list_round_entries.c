#include <stdlib.h>

#include "groupbuy/flow/entry_views.h"
#include "rpc/page.h"

struct status groupbuy_list_round_entries(struct call *call, const Gb__ListRoundEntriesRequest *in,
                                          Gb__ListRoundEntriesResponse *out)
{
    struct entry *entries;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_TEXT, in->round_id, &page));
    TRY(entry_list(call->tx, in->round_id, true, strtoll(page.after, NULL, 10), page.rows_max, &entries, &page.count));

    out->next_page_token =
        page_next(call, &page, arena_printf(call->arena, "%ld", (long)entries[page.count - 1].number));
    out->n_entries = page.count;
    out->entries = MESSAGES(call, Gb__RoundEntry, gb__round_entry, page.count);
    return entries_show(call, entries, page.count, out->entries);
}
