#include "groupbuy/flow/records.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_leader_records(struct call *call, const Gb__ListLeaderRecordsRequest *in,
                                           Gb__ListLeaderRecordsResponse *out)
{
    int64_t days = record_days(in->days);
    struct leader_record *records;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, arena_printf(call->arena, "%ld", (long)days), &page));
    TRY(leader_record_list(call->tx, days, page.after, page.rows_max, &records, &page.count));
    out->next_page_token = page_next(call, &page, records[page.count - 1].leader_id);
    out->n_records = page.count;
    out->records = MESSAGES(call, Gb__LeaderRecord, gb__leader_record, page.count);
    for (size_t i = 0; i < page.count; i++)
        leader_record_view(call, &records[i], out->records[i]);
    return OK;
}
