#include <stdlib.h>

#include "events/audit.h"
#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/product_store.h"

static int by_hours(const void *a, const void *b)
{
    const struct booking_step *one = a, *other = b;

    return (one->hours_before < other->hours_before) - (one->hours_before > other->hours_before);
}

static struct booking_terms terms_of(const Gb__PublishBookingTermsRequest *in)
{
    struct booking_terms terms = {
        .product_id = in->product_id,
        .community_id = in->community_id,
        .at_home = in->at_home,
        .reschedules_max = in->reschedules_max,
        .reschedule_until_hours = in->reschedule_until_hours,
        .remind_hours = in->remind_hours,
        .steps_count = in->n_cancellation,
    };

    for (size_t i = 0; i < in->n_cancellation; i++)
        terms.steps[i] =
            (struct booking_step){ in->cancellation[i]->hours_before, in->cancellation[i]->refund_percent };
    qsort(terms.steps, terms.steps_count, sizeof *terms.steps, by_hours);
    return terms;
}

struct status groupbuy_publish_booking_terms(struct call *call, const Gb__PublishBookingTermsRequest *in,
                                             Gb__BookingTerms *out)
{
    struct booking_terms terms = terms_of(in);
    struct product product;
    struct place place;

    TRY(platform_act(call, "operator"));
    TRY(booking_check_steps(terms.steps, terms.steps_count));
    TRY(place_find(call, in->community_id, "", &place));
    TRY(call_begin(call));
    TRY(product_get(call->tx, in->product_id, false, &product));
    if (product.kind != PRODUCT_SERVICE)
        return fail_field("productId", "is no service");
    TRY(booking_terms_insert(call->tx, &terms, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .action = "publish_booking_terms",
                                          .object_type = "product",
                                          .object_id = terms.product_id,
                                          .after = arena_printf(call->arena, "version %d, %zu steps", terms.version,
                                                                terms.steps_count) }));
    booking_terms_view(call, &terms, out);
    return OK;
}
