#include "coupons/domain/calendar.h"
#include "coupons/rpc/views.h"

struct status coupons_list_sign_ins(struct call *call, const Cp__ListSignInsRequest *in, Cp__ListSignInsResponse *out)
{
    int64_t today = day_of(call->now_us), first, after;
    struct sign_in *days;
    size_t count;

    month_days(in->month, today, &first, &after);
    TRY(sign_in_list(call->tx, call->arena, call->caller->user_id, first, after, &days, &count));
    out->today = day_text(call->arena, today);
    out->n_days = count;
    out->days = MESSAGES(call, Cp__DaySignedIn, cp__day_signed_in, count);
    for (size_t i = 0; i < count; i++)
        day_view(call, &days[i], out->days[i]);
    return OK;
}
