#include "groupbuy/flow/proving.h"

#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/store/household_store.h"

struct status codes_are_open(struct call *call, const char *point_id)
{
    struct status closed;
    int64_t closed_s;

    TRY(wrong_codes_lock(call->tx, point_id, call->caller->user_id, &closed_s));
    if (closed_s == 0)
        return OK;
    closed = fail(CODE_CLOSED, "codes are closed for user %s at point %s", call->caller->user_id, point_id);
    closed.retry_after_s = (int)closed_s;
    return closed;
}

struct status code_was_wrong(struct call *call, const char *point_id)
{
    TRY(wrong_codes_add(call->tx, point_id, call->caller->user_id));
    TRY(call_commit(call));
    return fail(CODE_WRONG, "no such code at point %s", point_id);
}

static struct status check_typed(struct call *call, const char *point_id, const char *text,
                                 struct pick_up_code *ret_code)
{
    bool found;

    TRY(pick_up_code_typed(call->tx, point_id, text, ret_code, &found));
    if (!found)
        return code_was_wrong(call, point_id);
    if (ret_code->open && ret_code->expires_us && ret_code->expires_us <= call->now_us)
        return fail(CODE_EXPIRED, "code %s was shared until a while ago", ret_code->id);
    return ret_code->open ? OK : fail(ALREADY_PICKED_UP, "code %s was used up", ret_code->id);
}

static struct status check_signed(struct call *call, const char *point_id, const char *text,
                                  struct pick_up_code *ret_code)
{
    const char *code_id;
    int64_t until_us;
    bool found = false;

    if (pick_up_code_unsign(call, text, &code_id, &until_us))
        TRY(pick_up_code_by_id(call->tx, code_id, ret_code, &found));
    if (!found || strcmp(ret_code->point_id, point_id) != 0)
        return code_was_wrong(call, point_id);
    if (until_us <= call->now_us)
        return fail(CODE_EXPIRED, "the signed form of code %s is too old", code_id);
    return ret_code->open ? OK : fail(ALREADY_PICKED_UP, "code %s was used up", code_id);
}

struct status code_prove(struct call *call, const char *point_id, const char *code, const char *signed_code,
                         struct proof *ret_proof)
{
    struct pick_up_code shown;

    TRY(codes_are_open(call, point_id));
    if (*code)
        TRY(check_typed(call, point_id, code, &shown));
    else
        TRY(check_signed(call, point_id, signed_code, &shown));
    *ret_proof = (struct proof){
        .way = !*code             ? WAY_SIGNED_CODE
               : shown.expires_us ? WAY_SHARED_CODE
                                  : WAY_CODE,
        .collector_id = shown.expires_us ? "" : shown.user_id,
        .code_id = shown.id,
        .owner_ids = arena_memdup(call->arena, &shown.user_id, sizeof shown.user_id),
        .owners_count = 1,
    };
    if (shown.expires_us)
        return OK;
    return household_owners(call->tx, shown.user_id, &ret_proof->owner_ids, &ret_proof->owners_count);
}
