#include "coupons/coupons.h"
#include "coupons/store/points_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void posting_view(struct call *call, const struct posting *posting, Cp__Posting *out)
{
    out->posting_id = posting->id;
    out->kind = (Cp__PostingKind)posting->kind;
    out->available = posting->entries.of[ACCOUNT_AVAILABLE];
    out->held = posting->entries.of[ACCOUNT_HELD];
    out->pending = posting->entries.of[ACCOUNT_PENDING];
    out->debt = -posting->entries.of[ACCOUNT_DEBT];
    out->order_id = posting->order_id;
    out->title = posting->title;
    out->posted_at = timestamp_new(call->arena, posting->posted_us);
}

struct status coupons_list_postings(struct call *call, const Cp__ListPostingsRequest *in, Cp__ListPostingsResponse *out)
{
    const char *user_id = call->caller->user_id;
    struct page page;
    struct posting *postings;

    TRY(page_open(call, in, PAGE_BY_ID, user_id, &page));
    TRY(posting_list(call->tx, call->arena, user_id, page.after, page.rows_max, &postings, &page.count));

    out->next_page_token = page_next(call, &page, postings[page.count - 1].id);
    out->n_postings = page.count;
    out->postings = MESSAGES(call, Cp__Posting, cp__posting, page.count);
    for (size_t i = 0; i < page.count; i++)
        posting_view(call, &postings[i], out->postings[i]);
    return OK;
}
