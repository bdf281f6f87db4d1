#include "base/buf.h"
#include "events/audit.h"
#include "groupbuy/finance.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

#define HEAD           "姓名,证件号码,收入(元),代扣税款(元),笔数\r\n"
#define ROW_BYTES_LIKE 128

/* A quote is doubled, the whole in quotes: a name is what somebody typed. */
static void add_quoted(struct buf *out, const char *text)
{
    buf_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static struct status add_row(struct call *call, const struct payout_earner *earner, struct buf *out)
{
    const char *name = payee_name(call, &earner->payee), *identity = payee_identity(call, &earner->payee);

    if (!name || !identity)
        return fail(INTERNAL, "who %s is does not open", earner->payee.user_id);
    add_quoted(out, name);
    buf_printf(out, ",%s,%ld.%02ld,%ld.%02ld,%ld\r\n", identity, (long)(earner->gross / 100),
               (long)(earner->gross % 100), (long)(earner->withheld / 100), (long)(earner->withheld % 100),
               (long)earner->payouts);
    return OK;
}

static struct status note(struct call *call, const Gb__ReportIncomeRequest *in, int64_t people)
{
    return audit(call, &(struct audit_line){ .action = "report_income",
                                             .object_type = "income_report",
                                             .object_id = in->first_month,
                                             .after = arena_printf(call->arena, "%ld people in clear", (long)people),
                                             .reason = in->why });
}

struct status groupbuy_report_income(struct call *call, const Gb__ReportIncomeRequest *in, Gb__IncomeReport *out)
{
    struct payout_earner *earners;
    struct page page;
    struct buf csv;

    TRY(platform_act(call, "finance"));
    TRY(page_open(call, in, PAGE_BY_ID, in->first_month, &page));
    TRY(payout_earners(call->tx, in->first_month, page.after, page.rows_max, &earners, &page.count));
    out->next_page_token = page_next(call, &page, earners[page.count - 1].payee.user_id);
    out->people = (int64_t)page.count;
    buf_init(&csv, call->arena, (page.count + 1) * ROW_BYTES_LIKE);
    if (!*in->page_token)
        buf_add_str(&csv, HEAD);
    for (size_t i = 0; i < page.count; i++)
        TRY(add_row(call, &earners[i], &csv));
    out->csv = csv.data;
    return note(call, in, out->people);
}
