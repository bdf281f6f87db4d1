/* Batches of flash orders, as the runtime hands them in. On a shop of its own (shop.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_BATCHES_H
#define LINLI_TESTS_STORE_GROUPBUY_BATCHES_H

#include "base/crypto.h"
#include "store/groupbuy/shop.h"

struct ask {
    const char *user;
    const char *campaign;
    const char *key;
    int quantity; /* 0: 1 */
};

static Gb__SourceClaim *const *batch_sources; /* of each ask; NULL: they came from nowhere */

/* One batch, as the runtime hands it in; tried again as the runtime does. */
static inline struct batch_item *place_with(struct clerk *clerk, const struct ask *asks, size_t count)
{
    struct batch_item *items = arena_array(&clerk->arena, struct batch_item, count);
    struct status status;

    for (int attempt = 0; attempt < 6; attempt++) {
        for (size_t i = 0; i < count; i++) {
            Gb__PlaceFlashOrderRequest *in = message_new(&clerk->arena, &gb__place_flash_order_request__descriptor);
            Api__Caller *caller = message_new(&clerk->arena, &api__caller__descriptor);
            const uint8_t *in_bytes;
            size_t in_size;

            caller->user_id = asks[i].user;
            in->campaign_id = asks[i].campaign;
            in->quantity = asks[i].quantity ? asks[i].quantity : 1;
            in->source = batch_sources ? batch_sources[i] : NULL;
            items[i] = (struct batch_item){ .caller = caller,
                                            .in = in,
                                            .idempotency_key = asks[i].key,
                                            .traceparent = NULL,
                                            .out = message_new(&clerk->arena, &gb__order__descriptor),
                                            .deadline_ms = clock_unix_ms() + SHOP_LATER_MS,
                                            .outcome = { .code = CODE_INTERNAL, .reason = "INTERNAL" } };
            in_bytes = message_pack(&clerk->arena, &in->base, &in_size);
            sha256(in_bytes, in_size, items[i].request_sha256);
        }
        status = groupbuy_place_flash_order(clerk_call(clerk, ""), items, count);
        call_finish(&clerk->call);
        if (ok(status))
            return items;
    }
    fail_msg("the batch failed: %s %s", status.reason, status.text);
    return items;
}

#endif
