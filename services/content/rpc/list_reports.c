#include "content/rpc/posting.h"
#include "content/rpc/views.h"

struct status content_list_reports(struct call *call, const Ct__ListReportsRequest *in, Ct__ListReportsResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count, communities_count = 0;
    const char *const *communities = communities_reviewed(call, &communities_count);
    struct report *reports;

    TRY(page_token_read(call, "", in->page_token, after, &parts));
    TRY(report_list_open(call->tx, call->arena, communities, communities_count, after[0], (int)limit + 1, &reports,
                         &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, "", &reports[count - 1].id, 1);
    }

    out->n_reports = count;
    out->reports = arena_array(call->arena, Ct__Report *, count);
    for (size_t i = 0; i < count; i++) {
        out->reports[i] = MESSAGE(call, Ct__Report, ct__report);
        report_view(call, &reports[i], out->reports[i]);
    }
    return OK;
}
