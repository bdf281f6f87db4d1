/* Before a campaign is published: is it possible at all, and what should somebody know. For looking and for publishing.
 */
#ifndef GROUPBUY_FLOW_PUBLISHING_H
#define GROUPBUY_FLOW_PUBLISHING_H

#include "groupbuy/catalogue.h"
#include "groupbuy/domain/publishing.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/product_store.h"

struct campaign_plan {
    const Gb__CreateCampaignRequest *in;
    const struct place *place;
    const struct sku *sku;
    const struct product *product;
};

/* It can be published. FIELDS_INVALID naming every fault, PRODUCT_OFF_SHELF, STOCK_SHORT, HALL_SHORT. */
struct status publish_possible(struct call *call, const struct campaign_plan *plan);
/* What should be known of it; *ret_loss: what it may lose in all, fen. In call->tx. */
struct status publish_findings(struct call *call, const struct campaign_plan *plan, struct findings *findings,
                               fen *ret_loss);
/* Refused as publishing would be: each field by its name, anything else by its reason; other failures are passed on. */
struct status publish_refusal(struct status possible, struct findings *findings);
void publish_findings_view(struct call *call, const struct findings *findings, Gb__Finding ***ret_views,
                           size_t *ret_count);
/* What an approval of this very request is asked for by. */
const char *publish_subject(struct call *call, const Gb__CreateCampaignRequest *in);
/* What is red has somebody else's yes, which is used up. APPROVAL_NEEDED. In call->tx. */
struct status publish_approved(struct call *call, const struct campaign_plan *plan);

#endif
