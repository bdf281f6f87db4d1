#include "coupons/rpc/views.h"
#include "coupons/store/code_store.h"
#include "rpc/page.h"

struct status coupons_list_codes(struct call *call, const Cp__ListCodesRequest *in, Cp__ListCodesResponse *out)
{
    struct template template;
    struct coupon_code *codes;
    struct page page;

    TRY(template_of_operator(call, in->template_id, &template));
    TRY(page_open(call, in, PAGE_BY_TEXT, in->template_id, &page));
    TRY(code_list(call->tx, call->arena, in->template_id, page.after, page.rows_max, &codes, &page.count));

    out->next_page_token = page_next(call, &page, codes[page.count - 1].code);
    out->n_codes = page.count;
    out->codes = MESSAGES(call, Cp__CouponCode, cp__coupon_code, page.count);
    for (size_t i = 0; i < page.count; i++) {
        out->codes[i]->code = codes[i].code;
        out->codes[i]->coupon_id = codes[i].coupon_id;
    }
    return OK;
}
