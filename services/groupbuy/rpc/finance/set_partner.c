#include "events/audit.h"
#include "groupbuy/finance.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/share_store.h"

struct status groupbuy_set_partner(struct call *call, const Gb__SetPartnerRequest *in, Gb__Partner *out)
{
    const char *before;

    TRY(platform_act(call, "finance", "operator"));
    TRY(partner_set(call->tx, in->channel, in->user_id, in->active, &before));
    TRY(audit(call, &(struct audit_line){ .action = "set_partner",
                                          .object_type = "partner",
                                          .object_id = in->channel,
                                          .before = before,
                                          .after = in->active ? in->user_id : "",
                                          .reason = in->why }));
    out->channel = in->channel;
    out->user_id = in->user_id;
    out->active = in->active;
    return OK;
}
