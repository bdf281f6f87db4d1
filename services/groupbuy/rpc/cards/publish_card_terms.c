#include "events/audit.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/product_store.h"

/* What they promise can be kept. */
static struct status check_refund(const struct card_terms *terms)
{
    bool gives_back = terms->refund_percent > 0 || terms->expired_refund_percent > 0;

    if (gives_back && terms->valid_days > CARD_REFUND_DAYS_MAX)
        return fail_field("validDays", "is longer than WeChat pays back");
    return OK;
}

/* In use. */
static struct status check_points(struct call *call, const struct card_terms *terms)
{
    struct violations faults = { 0 };
    struct point point;

    for (size_t i = 0; i < terms->points_count; i++) {
        struct status found = point_get(call->tx, terms->points[i], &point);

        if (!ok(found) && !failed_with(found, NOT_HERE))
            return found;
        if (!ok(found) || point.status != REVIEW_STATUS_APPROVED)
            violations_add(&faults, "pointIds", "a point is not in use");
    }
    return faults.count ? fail_fields(&faults) : OK;
}

struct status groupbuy_publish_card_terms(struct call *call, const Gb__PublishCardTermsRequest *in, Gb__CardTerms *out)
{
    struct card_terms terms = {
        .sku_id = in->sku_id,
        .sessions = in->sessions,
        .valid_days = in->valid_days,
        .refund_percent = in->refund_percent,
        .expired_refund_percent = in->expired_refund_percent,
        .points_count = in->n_point_ids,
    };
    struct product product;
    struct sku sku;

    TRY(platform_act(call, "operator"));
    TRY(sku_get(call->tx, in->sku_id, &sku, &product));
    if (product.kind != PRODUCT_CARD)
        return fail_field("skuId", "is no card");
    TRY(check_refund(&terms));
    for (size_t i = 0; i < terms.points_count; i++)
        terms.points[i] = in->point_ids[i];
    TRY(check_points(call, &terms));
    TRY(card_terms_insert(call->tx, &terms, call->caller->user_id));
    TRY(audit(call,
              &(struct audit_line){ .action = "publish_card_terms",
                                    .object_type = "sku",
                                    .object_id = terms.sku_id,
                                    .after = arena_printf(call->arena, "version %d: %d sessions, %d days, %d %%, %d %%",
                                                          terms.version, terms.sessions, terms.valid_days,
                                                          terms.refund_percent, terms.expired_refund_percent) }));
    card_terms_view(arena_memdup(call->arena, &terms, sizeof terms), out);
    return OK;
}
