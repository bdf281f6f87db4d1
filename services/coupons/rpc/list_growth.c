#include "coupons/coupons.h"
#include "coupons/store/level_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void entry_view(struct call *call, const struct growth_entry *entry, Cp__GrowthEntry *out)
{
    out->entry_id = entry->id;
    out->kind = (Cp__GrowthKind)entry->kind;
    out->growth = entry->growth;
    out->source_id = entry->source_id;
    out->title = entry->title;
    out->posted_at = timestamp_new(call->arena, entry->posted_us);
}

struct status coupons_list_growth(struct call *call, const Cp__ListGrowthRequest *in, Cp__ListGrowthResponse *out)
{
    const char *user_id = call->caller->user_id;
    struct growth_entry *entries;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, user_id, &page));
    TRY(growth_entry_list(call->tx, call->arena, user_id, page.after, page.rows_max, &entries, &page.count));

    out->next_page_token = page_next(call, &page, entries[page.count - 1].id);
    out->n_entries = page.count;
    out->entries = MESSAGES(call, Cp__GrowthEntry, cp__growth_entry, page.count);
    for (size_t i = 0; i < page.count; i++)
        entry_view(call, &entries[i], out->entries[i]);
    return OK;
}
