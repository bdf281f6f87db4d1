#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"
#include "rpc/page.h"

struct status coupons_list_templates(struct call *call, const Cp__ListTemplatesRequest *in, Cp__ListTemplatesResponse *out)
{
    enum channel channel = in->channel ? (enum channel)in->channel : CHANNEL_CLAIM;
    struct page page;
    struct template *templates;

    TRY(page_open(call, in, PAGE_BY_ID, arena_printf(call->arena, "%d", channel), &page));
    TRY(template_list(call->tx, call->arena, channel, call->now_us, page.after, page.rows_max, &templates, &page.count));

    out->next_page_token = page_next(call, &page, templates[page.count - 1].id);
    out->n_templates = page.count;
    out->templates = MESSAGES(call, Cp__Template, cp__template, page.count);
    for (size_t i = 0; i < page.count; i++)
        template_view(call, &templates[i], out->templates[i]);
    return OK;
}
