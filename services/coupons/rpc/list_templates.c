#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"

struct status coupons_list_templates(struct call *call, const Cp__ListTemplatesRequest *in, Cp__ListTemplatesResponse *out)
{
    enum channel channel = in->channel ? (enum channel)in->channel : CHANNEL_CLAIM;
    const char *filter = arena_printf(call->arena, "%d", channel);
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count;
    struct template *templates;

    TRY(page_token_read(call, filter, in->page_token, after, &parts));
    TRY(template_list(call->tx, call->arena, channel, call->now_us, after[0], (int)limit + 1, &templates, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, filter, &templates[count - 1].id, 1);
    }

    out->n_templates = count;
    out->templates = arena_array(call->arena, Cp__Template *, count);
    for (size_t i = 0; i < count; i++) {
        out->templates[i] = MESSAGE(call, Cp__Template, cp__template);
        template_view(call, &templates[i], out->templates[i]);
    }
    return OK;
}
