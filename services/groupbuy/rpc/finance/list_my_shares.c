#include "groupbuy/finance.h"
#include "groupbuy/store/share_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view(struct call *call, const struct share *share, Gb__Share *out)
{
    out->share_id = share->id;
    out->order_id = share->order_id;
    out->role = (Gb__ShareRole)share->role;
    out->product_title = share->title;
    out->base_fen = share->base;
    out->basis_points = share->basis_points;
    out->rule_version = share->rule_version;
    out->accrued_fen = share->accrued;
    out->reversed_fen = share->reversed;
    out->accrued_at = timestamp_new(call->arena, share->accrued_us);
    out->complete_by = timestamp_new(call->arena, share->complete_by_us);
    out->vested_at = timestamp_new(call->arena, share->vested_us);
}

struct status groupbuy_list_my_shares(struct call *call, const Gb__ListMySharesRequest *in,
                                      Gb__ListMySharesResponse *out)
{
    struct share_sums sums;
    struct share *shares;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, call->caller->user_id, &page));
    TRY(share_list(call->tx, call->caller->user_id, page.after, page.rows_max, &shares, &page.count));
    TRY(share_sums_of(call->tx, call->caller->user_id, &sums));

    out->accrued_fen = sums.accrued;
    out->reversed_fen = sums.reversed;
    out->vested_fen = sums.vested;
    out->next_page_token = page_next(call, &page, shares[page.count - 1].id);
    out->n_shares = page.count;
    out->shares = MESSAGES(call, Gb__Share, gb__share, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(call, &shares[i], out->shares[i]);
    return OK;
}
