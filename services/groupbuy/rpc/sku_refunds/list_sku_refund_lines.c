#include <stdlib.h>
#include <string.h>

#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/sku_refunds.h"
#include "rpc/page.h"

static void view(const struct sku_refund_line *line, Gb__SkuRefundLine *out)
{
    out->order_id = line->order_id;
    out->position = line->position;
    out->user_id = line->user_id;
    out->units = line->units;
    out->planned_fen = line->planned;
    out->state = (Gb__SkuRefundLineState)line->state;
    out->refund_id = line->refund_id;
    out->refunded_fen = line->refunded;
    out->skipped_why = line->skipped_why;
}

/* A place in the list is an order and a position: "<id> <position>". */
static void place_of(struct call *call, const char *after, const char **ret_order, int *ret_position)
{
    const char *space = strchr(after, ' ');

    *ret_order = space ? arena_strndup(call->arena, after, (size_t)(space - after)) : "";
    *ret_position = space ? (int)strtol(space + 1, NULL, 10) : -1;
}

struct status groupbuy_list_sku_refund_lines(struct call *call, const Gb__ListSkuRefundLinesRequest *in,
                                             Gb__ListSkuRefundLinesResponse *out)
{
    const struct sku_refund_line *last;
    struct sku_refund_line *lines;
    struct sku_refund refund;
    const char *order;
    struct page page;
    int position;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(sku_refund_get(call->tx, in->sku_refund_id, &refund));
    TRY(page_open(call, in, PAGE_BY_TEXT, refund.id, &page));
    place_of(call, page.after, &order, &position);
    TRY(sku_refund_lines(call->tx, refund.id, order, position, page.rows_max, &lines, &page.count));

    if (page_cut(&page)) {
        last = &lines[page.count - 1];
        out->next_page_token =
            page_token(call, &page, 0, arena_printf(call->arena, "%s %d", last->order_id, last->position));
    }
    out->n_lines = page.count;
    out->lines = MESSAGES(call, Gb__SkuRefundLine, gb__sku_refund_line, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(&lines[i], out->lines[i]);
    return OK;
}
