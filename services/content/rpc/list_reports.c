#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "rpc/page.h"

struct status content_list_reports(struct call *call, const Ct__ListReportsRequest *in, Ct__ListReportsResponse *out)
{
    size_t communities_count = 0;
    const char *const *communities = communities_reviewed(call, &communities_count);
    struct page page;
    struct report *reports;

    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(report_list_open(call->tx, call->arena, communities, communities_count, page.after, page.rows_max, &reports,
                         &page.count));

    out->next_page_token = page_next(call, &page, reports[page.count - 1].id);
    out->n_reports = page.count;
    out->reports = MESSAGES(call, Ct__Report, ct__report, page.count);
    for (size_t i = 0; i < page.count; i++)
        report_view(call, &reports[i], out->reports[i]);
    return OK;
}
