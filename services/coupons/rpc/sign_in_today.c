#include "coupons/flow/earning.h"
#include "coupons/domain/calendar.h"
#include "coupons/rpc/views.h"

static struct status tell(struct call *call, const struct sign_in *today)
{
    Cp__SignedIn event = CP__SIGNED_IN__INIT;

    event.user_id = call->caller->user_id;
    event.day = day_text(call->arena, today->day);
    event.streak = today->streak;
    event.points = today->points;
    return emit(call, event.user_id, &event.base);
}

static struct status sign_in(struct call *call, struct sign_in *today)
{
    const struct earn earn = { .trigger = EARN_SIGN_IN,
                               .user_id = call->caller->user_id,
                               .source_id = id_make(call->arena),
                               .order_id = "",
                               .streak = today->streak };

    TRY(points_earn(call, &earn, &today->points));
    TRY(sign_in_insert(call->tx, earn.user_id, today, call->now_us));
    return tell(call, today);
}

/* The account is held first: two taps at once are one sign-in. */
struct status coupons_sign_in_today(struct call *call, const Cp__SignInTodayRequest *in, Cp__DaySignedIn *out)
{
    const char *user_id = call->caller->user_id;
    struct sign_in today = { .day = day_of(call->now_us), .streak = 1 }, *days;
    struct points_account account;
    size_t count;

    (void)in;
    TRY(points_account_lock(call->tx, user_id, &account));
    TRY(sign_in_list(call->tx, call->arena, user_id, today.day - 1, today.day + 1, &days, &count));
    if (count && days[count - 1].day == today.day) {
        day_view(call, &days[count - 1], out);
        return OK;
    }
    if (count)
        today.streak = days[0].streak + 1;
    TRY(sign_in(call, &today));
    day_view(call, &today, out);
    return OK;
}
