#include "groupbuy/flow/pages.h"
#include "groupbuy/flow/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status groupbuy_list_products(struct call *call, const Gb__ListProductsRequest *in,
                                     Gb__ListProductsResponse *out)
{
    size_t limit = (size_t)page_size(in->page_size), count;
    const char *after;
    struct product *products;

    TRY(page_after(call, in->category, in->page_token, &after));
    TRY(product_list(call->tx, in->category, after, (int)limit + 1, &products, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, in->category, &products[count - 1].id, 1);
    }
    out->n_products = count;
    out->products = arena_array(call->arena, Gb__Product *, count);
    for (size_t i = 0; i < count; i++) {
        out->products[i] = MESSAGE(call, Gb__Product, gb__product);
        product_view(call, &products[i], out->products[i]);
    }
    return OK;
}
