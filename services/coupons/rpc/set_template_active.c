#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"
#include "events/audit.h"

struct status coupons_set_template_active(struct call *call, const Cp__SetTemplateActiveRequest *in, Cp__Template *out)
{
    struct template template;

    TRY(template_of_operator(call, in->template_id, &template));
    TRY(template_set_active(call->tx, in->template_id, in->active));
    TRY(audit(call, &(struct audit_line){ .scope_id = template.community_id,
                                          .action = "set_template_active",
                                          .object_type = "coupon_template",
                                          .object_id = in->template_id,
                                          .before = template.active ? "active" : "off",
                                          .after = in->active ? "active" : "off" }));
    template.active = in->active;
    template_view(call, &template, out);
    return OK;
}
