#include "base/crypto.h"
#include "coupons/domain/reasons.h"
#include "coupons/rpc/views.h"
#include "coupons/store/code_store.h"
#include "events/audit.h"

/* 32 letters and digits that nobody confuses: 60 bits of chance a code. */
static const char *new_code(struct arena *arena)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    char *code = arena_alloc(arena, CODE_CHARS + 1);
    uint8_t chance[CODE_CHARS];

    random_bytes(chance, sizeof chance);
    for (int i = 0; i < CODE_CHARS; i++)
        code[i] = letters[chance[i] % 32];
    code[CODE_CHARS] = '\0';
    return code;
}

struct status coupons_create_codes(struct call *call, const Cp__CreateCodesRequest *in, Cp__CreateCodesResponse *out)
{
    const char **codes = arena_array(call->arena, const char *, (size_t)in->count);
    struct template template;

    TRY(template_of_operator(call, in->template_id, &template));
    if (template.channel != CHANNEL_CODE)
        return fail(NOT_HERE, "template %s is not given out by codes", in->template_id);
    for (int32_t i = 0; i < in->count; i++)
        codes[i] = new_code(call->arena);
    TRY(codes_insert(call->tx, in->template_id, codes, (size_t)in->count, call->now_us));
    TRY(audit(call, &(struct audit_line){ .scope_id = template.community_id,
                                          .action = "create_codes",
                                          .object_type = "coupon_template",
                                          .object_id = template.id,
                                          .after = arena_printf(call->arena, "%d codes", in->count) }));
    out->n_codes = (size_t)in->count;
    out->codes = codes;
    return OK;
}
