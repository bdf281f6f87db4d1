#include "groupbuy/flow/views.h"
#include "rpc/page.h"

static struct status show(struct call *call, const struct campaign *campaign, const struct team *teams, size_t count,
                          Gb__ListOpenTeamsResponse *out)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct team_face *faces;
    size_t faces_count;

    for (size_t i = 0; i < count; i++)
        ids[i] = teams[i].id;
    TRY(member_faces(call->tx, ids, count, &faces, &faces_count));
    out->n_teams = count;
    out->teams = MESSAGES(call, Gb__Team, gb__team, count);
    for (size_t i = 0; i < count; i++)
        team_view(call, &teams[i], campaign, faces, faces_count, out->teams[i]);
    return OK;
}

struct status groupbuy_list_open_teams(struct call *call, const Gb__ListOpenTeamsRequest *in,
                                       Gb__ListOpenTeamsResponse *out)
{
    struct page page;
    struct campaign campaign;
    struct team *teams;

    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    TRY(page_open(call, in, PAGE_BY_TIME, in->campaign_id, &page));
    TRY(team_list_open(call->tx, in->campaign_id, page.after_us, page.after, page.rows_max, &teams, &page.count));

    out->next_page_token = page_next_at(call, &page, teams[page.count - 1].deadline_us, teams[page.count - 1].id);
    return show(call, &campaign, teams, page.count, out);
}
