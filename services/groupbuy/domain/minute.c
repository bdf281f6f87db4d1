#include "groupbuy/domain/minute.h"

#include "base/clock.h"

static const struct minute_words words[] = {
    [MINUTE_NONE] = { "", "" },
    [MINUTE_PUBLISH] = { "检查商品、价格和自提点，然后发布", "Look over goods, prices and points, then publish" },
    [MINUTE_ANNOUNCE] = { "发预告到群里，开团时系统会提醒看过的邻居",
                          "Announce it in your group; who looks is told when it opens" },
    [MINUTE_SHARE_LIST] = { "把接龙发到群里", "Paste the running list into your group" },
    [MINUTE_REMIND_UNPAID] = { "提醒还没付款的邻居", "Remind those who have not paid" },
    [MINUTE_SAVE_ROUND] = { "还没到起团金额：可降低金额或延期一次，否则截单后全部退款",
                            "The minimum is missed: lower it or put the end off once, or all is refunded" },
    [MINUTE_AWAIT_PAYMENTS] = { "正在等待最后的付款，请稍候", "The last payments are under way: wait a little" },
    [MINUTE_ORDER_GOODS] = { "下载采购单，向供应商订货", "Take the purchase sheet and order the goods" },
    [MINUTE_COUNT_IN] = { "清点到货，确认缺货分配", "Count in what came, confirm who is short" },
    [MINUTE_HAND_OUT] = { "核销取货码，发放商品", "Check codes and hand the goods out" },
    [MINUTE_OPEN_NEXT] = { "本期已完成，可复制开下一期", "It is done: copy it for the next one" },
    [MINUTE_TELL_BUYERS] = { "本期已取消，款项原路退回，请告知邻居", "It is off and refunded: tell your neighbours" },
};

struct minute_words minute_words_of(enum minute_task task)
{
    return (size_t)task < sizeof words / sizeof *words ? words[task] : words[MINUTE_NONE];
}

static size_t while_open(const struct minute_facts *facts, enum minute_task *ret_tasks)
{
    size_t count = 0;

    if (facts->paid < facts->minimum && facts->ends_at_us - facts->now_us <= MINUTE_LATE_S * US_PER_S)
        ret_tasks[count++] = MINUTE_SAVE_ROUND;
    if (facts->unpaid_orders > 0)
        ret_tasks[count++] = MINUTE_REMIND_UNPAID;
    ret_tasks[count++] = MINUTE_SHARE_LIST;
    return count;
}

size_t minute_tasks(const struct minute_facts *facts, enum minute_task ret_tasks[MINUTE_TASKS_MAX])
{
    static const enum minute_task of_status[] = {
        [ROUND_NONE] = MINUTE_PUBLISH,           [ROUND_DRAFT] = MINUTE_PUBLISH,
        [ROUND_SCHEDULED] = MINUTE_ANNOUNCE,     [ROUND_OPEN] = MINUTE_SHARE_LIST,
        [ROUND_CLOSING] = MINUTE_AWAIT_PAYMENTS, [ROUND_CLOSED] = MINUTE_ORDER_GOODS,
        [ROUND_RECEIVING] = MINUTE_COUNT_IN,     [ROUND_READY] = MINUTE_HAND_OUT,
        [ROUND_DONE] = MINUTE_OPEN_NEXT,         [ROUND_CANCELLED] = MINUTE_TELL_BUYERS,
    };

    if (facts->status == ROUND_OPEN)
        return while_open(facts, ret_tasks);
    ret_tasks[0] = of_status[facts->status];
    return 1;
}
