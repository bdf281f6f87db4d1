#include "groupbuy/flow/leading.h"
#include "rpc/page.h"

struct status groupbuy_list_leader_applications(struct call *call, const Gb__ListLeaderApplicationsRequest *in,
                                                Gb__ListLeaderApplicationsResponse *out)
{
    struct leader_application *applications;
    struct page page;

    TRY(overseeing(call, in->community_id));
    TRY(page_open(call, in, PAGE_BY_ID, in->community_id, &page));
    TRY(application_list_waiting(call->tx, in->community_id, page.after, page.rows_max, &applications, &page.count));

    out->next_page_token = page_next(call, &page, applications[page.count - 1].id);
    out->n_applications = page.count;
    out->applications = MESSAGES(call, Gb__LeaderApplication, gb__leader_application, page.count);
    for (size_t i = 0; i < page.count; i++)
        application_view(call, &applications[i], out->applications[i]);
    return OK;
}
