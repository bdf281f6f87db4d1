#include "notifications/domain/forms.h"

static const struct form forms[] = {
    { TEAM_COMPLETED,
      "pages/team/team",
      { { "thing1", 1, "" }, { "number2", 2, "" }, { "time3", 3, "" }, { "thing4", 0, "请留意取货通知" } },
      4 },
    { ORDER_SHIPPED,
      "pages/order/order",
      { { "thing1", 1, "" }, { "thing2", 2, "" }, { "character_string3", 3, "" }, { "time4", 4, "" } },
      4 },
    { REFUND_DONE,
      "pages/order/order",
      { { "thing1", 1, "" }, { "amount2", 2, "" }, { "thing3", 0, "退款已到账" } },
      3 },
    { ORDER_READY,
      "pages/order/order",
      { { "thing1", 1, "" }, { "thing2", 2, "" }, { "character_string3", 3, "" }, { "thing4", 4, "" } },
      4 },
    { ROUND_CLOSED, "pages/round/round", { { "thing1", 1, "" }, { "number2", 2, "" }, { "amount3", 3, "" } }, 3 },
};

static const struct form notice = {
    NOTICE, "pages/inbox/inbox", { { "thing1", FORM_TITLE, "" }, { "thing2", FORM_BODY, "" } }, 2
};

const struct form *form_of(enum message_kind kind)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (forms[i].kind == kind)
            return &forms[i];
    return &notice;
}

bool form_is_sent(enum message_kind kind)
{
    switch (kind) {
    case CIRCLE_WELCOME:
    case ORDER_PAID:
    case TEAM_JOINED:
    case COUPON_ISSUED:
    case COMMENT_ADDED:
    case SESSIONS_ENDED:
    case DEVICE_ADDED:
    case LEVEL_REACHED:
    case COUPON_EXPIRING:
    case POINTS_EXPIRING:
    case ORDER_FULFILLED:
    case REFUND_STARTED:
        return false;
    default:
        return true;
    }
}
