#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"

struct status coupons_get_template(struct call *call, const Cp__GetTemplateRequest *in, Cp__Template *out)
{
    struct template template;

    TRY(template_get(call->tx, call->arena, in->template_id, &template));
    template_view(call, &template, out);
    return OK;
}
