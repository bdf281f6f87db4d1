#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/proving.h"

/* A code of a card that may be used there; a wrong one counts as at hand-overs. */
static struct status prove(struct call *call, const char *point_id, const char *text, struct card_code *ret_code)
{
    bool found;

    TRY(codes_are_open(call, point_id));
    TRY(card_code_typed(call->tx, point_id, text, ret_code, &found));
    if (!found)
        return code_was_wrong(call, point_id);
    if (!ret_code->open)
        return fail(CARD_CODE_USED, "code %s was used", ret_code->id);
    return ret_code->expires_us > call->now_us ? OK : fail(CODE_EXPIRED, "code %s was shown a while ago", ret_code->id);
}

struct status groupbuy_use_card(struct call *call, const Gb__UseCardRequest *in, Gb__CardUse *out)
{
    struct card_code code;
    struct card_use use;
    struct point point;

    TRY(call_begin(call));
    TRY(serving(call, in->point_id, &point));
    TRY(prove(call, in->point_id, in->code, &code));
    TRY(card_use(call, &point, &code, &use));
    card_use_view(call, &use, true, out);
    return OK;
}
