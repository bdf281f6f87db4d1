#include "coupons/domain/calendar.h"
#include "coupons/rpc/views.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void run_view(struct call *call, const struct grant_run *run, Cp__GrantRun *out)
{
    out->month = run->period ? month_text(call->arena, run->period) : "";
    out->granted = run->granted;
    out->refused = run->refused;
    out->done_at = timestamp_new(call->arena, run->done_us);
}

struct status coupons_list_grant_plans(struct call *call, const Cp__ListGrantPlansRequest *in,
                                       Cp__ListGrantPlansResponse *out)
{
    struct planned *plans;
    struct page page;

    TRY(platform_operator(call));
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(plan_list(call->tx, call->arena, page.after, page.rows_max, &plans, &page.count));

    out->next_page_token = page_next(call, &page, plans[page.count - 1].plan.id);
    out->n_plans = page.count;
    out->plans = MESSAGES(call, Cp__GrantPlan, cp__grant_plan, page.count);
    for (size_t i = 0; i < page.count; i++) {
        plan_view(call, &plans[i].plan, out->plans[i]);
        if (!plans[i].has_run)
            continue;
        out->plans[i]->latest_run = MESSAGE(call, Cp__GrantRun, cp__grant_run);
        run_view(call, &plans[i].latest, out->plans[i]->latest_run);
    }
    return OK;
}
