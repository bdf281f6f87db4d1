#include <stdlib.h>

#include "groupbuy/flow/views.h"

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
    out->teams = arena_array(call->arena, Gb__Team *, count);
    for (size_t i = 0; i < count; i++) {
        out->teams[i] = MESSAGE(call, Gb__Team, gb__team);
        team_view(call, &teams[i], campaign, faces, faces_count, out->teams[i]);
    }
    return OK;
}

/* Page tokens hold the last team's deadline and id. */
struct status groupbuy_list_open_teams(struct call *call, const Gb__ListOpenTeamsRequest *in, Gb__ListOpenTeamsResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "", "" };
    size_t limit = (size_t)page_size(in->page_size), parts, count;
    struct campaign campaign;
    struct team *teams;

    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    TRY(page_token_read(call, in->campaign_id, in->page_token, after, &parts));
    TRY(team_list_open(call->tx, in->campaign_id, strtoll(after[0], NULL, 10), after[1], (int)limit + 1, &teams, &count));
    if (count > limit) {
        const struct team *last = &teams[limit - 1];
        const char *next[] = { arena_printf(call->arena, "%lld", (long long)last->deadline_us), last->id };

        count = limit;
        out->next_page_token = page_token_make(call, in->campaign_id, next, 2);
    }
    return show(call, &campaign, teams, count, out);
}
