#include <stdio.h>

#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/shelving.h"
#include "groupbuy/flow/views.h"

static struct sku sku_of(struct call *call, const Gb__NewSku *in)
{
    return (struct sku){
        .id = id_make(call->arena),
        .title = in->title,
        .list_price = in->list_price_fen,
        .cost_price = in->cost_price_fen,
        .stock = in->stock,
        .weight_g = in->weight_g,
        .image_url = in->image_url,
    };
}

static struct status check(const Gb__CreateProductRequest *in, const struct product *product)
{
    struct violations faults = { 0 };
    char field[64];

    for (size_t i = 0; i < in->n_skus; i++) {
        snprintf(field, sizeof field, "skus[%zu].costPriceFen", i);
        if (in->skus[i]->cost_price_fen > in->skus[i]->list_price_fen)
            violations_add(&faults, field, "must be at most the list price");
    }
    promise_check(&product->promise, &faults);
    shared_limits_check(&product->limits, product_goes_somewhere(product->kind), &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

/* A product with its SKUs, as a draft. */
struct status groupbuy_create_product(struct call *call, const Gb__CreateProductRequest *in, Gb__Product *out)
{
    struct product product = {
        .id = id_make(call->arena),
        .title = in->title,
        .description = in->description,
        .category = in->category,
        .image_urls = (const char *const *)in->image_urls,
        .image_urls_count = in->n_image_urls,
        .seller_name = in->seller_name,
        .seller_licence = in->seller_licence,
        .per_user_limit = in->per_user_limit,
        .limits = { in->per_household_limit, in->per_address_limit, in->per_phone_limit },
        .status = SHELF_DRAFT,
        .kind = in->kind ? (enum product_kind)in->kind : PRODUCT_GOODS,
        .created_us = call->now_us,
        .skus = arena_array(call->arena, struct sku, in->n_skus),
        .skus_count = in->n_skus,
        .attributes = (const char *const *)in->attributes,
        .attributes_count = in->n_attributes,
        .food = food_of(in->food),
        .promise = promise_of(in->promise),
        .version = 1,
    };

    TRY(platform_act(call, "operator"));
    TRY(check(in, &product));
    for (size_t i = 0; i < in->n_skus; i++)
        product.skus[i] = sku_of(call, in->skus[i]);
    TRY(product_insert(call->tx, &product, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .action = "create_product",
                                          .object_type = "product",
                                          .object_id = product.id,
                                          .after = product.title }));
    product_view(call, &product, out);
    return OK;
}
