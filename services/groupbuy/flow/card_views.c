#include "base/clock.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/domain/pick_up.h"
#include "groupbuy/flow/cards.h"
#include "rpc/timestamp.h"

_Static_assert((int)CARD_UNPAID == GB__CARD_STATUS__CARD_UNPAID && (int)CARD_ACTIVE == GB__CARD_STATUS__CARD_ACTIVE &&
                   (int)CARD_EXPIRED == GB__CARD_STATUS__CARD_EXPIRED && (int)CARD_OFF == GB__CARD_STATUS__CARD_OFF,
               "CardStatus");

void card_terms_view(const struct card_terms *terms, Gb__CardTerms *out)
{
    out->sku_id = terms->sku_id;
    out->version = terms->version;
    out->sessions = terms->sessions;
    out->valid_days = terms->valid_days;
    out->refund_percent = terms->refund_percent;
    out->expired_refund_percent = terms->expired_refund_percent;
    out->point_ids = (const char **)terms->points;
    out->n_point_ids = terms->points_count;
}

void card_use_view(struct call *call, const struct card_use *use, bool for_staff, Gb__CardUse *out)
{
    out->use_id = use->id;
    out->card_id = use->card_id;
    out->product_title = use->product_title;
    out->point_id = use->point_id;
    out->point_name = use->point_name;
    out->sessions = use->sessions;
    out->buyer_masked_name = name_mask(call->arena, use->buyer_nickname);
    out->used_at = timestamp_new(call->arena, use->at_us);
    out->undo_until_at = timestamp_new(call->arena, use->at_us + UNDO_S * US_PER_S);
    out->undone_at = timestamp_new(call->arena, use->undone_us);
    out->undo_reason = for_staff ? use->undo_reason : "";
    out->sessions_left = use->left;
}

static struct status terms_sold(struct call *call, const struct card *card, Gb__CardTerms *out)
{
    const char *const *points;

    out->sku_id = card->sku_id;
    out->version = card->terms_version;
    out->sessions = card->sessions;
    out->valid_days = card->valid_days;
    out->refund_percent = card->refund_percent;
    out->expired_refund_percent = card->expired_refund_percent;
    TRY(card_points_get(call->tx, card, &points, &out->n_point_ids));
    out->point_ids = (const char **)points;
    return OK;
}

static fen refund_now(const struct call *call, const struct card *card)
{
    const struct card_share share = card_unused(card->sessions, card->used, card->refund_percent);
    fen refund = 0;

    if (card->status != CARD_ACTIVE || card->valid_until_us <= call->now_us)
        return 0;
    return money_part(card->left, share.part, share.whole, &refund) ? refund : 0;
}

static struct status uses_show(struct call *call, const struct card *card, Gb__Card *out)
{
    struct card_use *uses;

    TRY(card_use_list(call->tx, CARD_USES_OF_CARD, card->id, "", CARD_USES_SHOWN_MAX, &uses, &out->n_uses));
    out->uses = MESSAGES(call, Gb__CardUse, gb__card_use, out->n_uses);
    for (size_t i = 0; i < out->n_uses; i++)
        card_use_view(call, &uses[i], false, out->uses[i]);
    return OK;
}

struct status card_show(struct call *call, const struct card *card, bool uses, Gb__Card *out)
{
    out->card_id = card->id;
    out->order_id = card->order_id;
    out->product_id = card->product_id;
    out->sku_id = card->sku_id;
    out->product_title = card->product_title;
    out->sku_title = card->sku_title;
    out->status = (Gb__CardStatus)card->status;
    out->sessions = card->sessions;
    out->sessions_left = card->sessions - card->used;
    out->valid_until_at = timestamp_new(call->arena, card->valid_until_us);
    out->amount_fen = card->amount;
    out->pay_by = timestamp_new(call->arena, card->pay_by_us);
    out->terms = MESSAGE(call, Gb__CardTerms, gb__card_terms);
    out->refund_now_fen = refund_now(call, card);
    out->created_at = timestamp_new(call->arena, card->created_us);
    out->server_time = timestamp_new(call->arena, call->now_us);
    TRY(terms_sold(call, card, out->terms));
    return uses ? uses_show(call, card, out) : OK;
}
