#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/shelving.h"
#include "groupbuy/flow/views.h"

static struct product product_of(const Gb__UpdateProductRequest *in)
{
    return (struct product){
        .id = in->product_id,
        .version = in->version,
        .title = in->title,
        .description = in->description,
        .category = in->category,
        .image_urls = (const char *const *)in->image_urls,
        .image_urls_count = in->n_image_urls,
        .seller_name = in->seller_name,
        .seller_licence = in->seller_licence,
        .per_user_limit = in->per_user_limit,
        .limits = { in->per_household_limit, in->per_address_limit, in->per_phone_limit },
        .attributes = (const char *const *)in->attributes,
        .attributes_count = in->n_attributes,
        .food = food_of(in->food),
        .promise = promise_of(in->promise),
    };
}

static struct status check(const struct product *product, enum product_kind kind)
{
    struct violations faults = { 0 };

    promise_check(&product->promise, &faults);
    shared_limits_check(&product->limits, product_goes_somewhere(kind), &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

struct status groupbuy_update_product(struct call *call, const Gb__UpdateProductRequest *in, Gb__Product *out)
{
    struct product before, product = product_of(in);
    bool done;

    TRY(platform_act(call, "operator"));
    TRY(product_get(call->tx, in->product_id, false, &before));
    TRY(check(&product, before.kind));
    TRY(product_update(call->tx, &product, &done));
    if (!done)
        return fail(VERSION_STALE, "product %s is of version %ld", before.id, (long)before.version);
    TRY(product_get(call->tx, in->product_id, false, &product));
    if (product.status == SHELF_ON)
        TRY(shelf_check(call, &product));
    TRY(audit(call, &(struct audit_line){
                        .action = "update_product",
                        .object_type = "product",
                        .object_id = in->product_id,
                        .before = arena_printf(call->arena, "%ld: %s", (long)before.version, before.title),
                        .after = arena_printf(call->arena, "%ld: %s", (long)product.version, product.title) }));
    product_view(call, &product, out);
    return OK;
}
