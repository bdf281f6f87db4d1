#include <string.h>

#include "base/clock.h"
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

/* Page tokens hold the last team's deadline and id; 0 and "": from the start. */
static struct status read_token(struct call *call, const Gb__ListOpenTeamsRequest *in, int64_t *ret_after_us,
                                const char **ret_after_id)
{
    const char *parts[PAGE_PARTS_MAX];
    size_t count;

    *ret_after_us = 0;
    *ret_after_id = "";
    TRY(page_token_read(call, in->campaign_id, in->page_token, parts, &count));
    if (count == 0)
        return OK;
    if (count != 2 || !id_valid(parts[1]) || time_parse_rfc3339(parts[0], strlen(parts[0]), ret_after_us) != 0)
        return fail(PAGE_TOKEN_INVALID, "a token of %zu parts", count);
    *ret_after_id = parts[1];
    return OK;
}

static void next_page(struct call *call, const char *campaign_id, const struct team *last,
                      Gb__ListOpenTeamsResponse *out)
{
    char time[TIME_RFC3339_BYTES];
    const char *parts[] = { time_format_rfc3339(last->deadline_us, time), last->id };

    out->next_page_token = page_token_make(call, campaign_id, parts, 2);
}

struct status groupbuy_list_open_teams(struct call *call, const Gb__ListOpenTeamsRequest *in,
                                       Gb__ListOpenTeamsResponse *out)
{
    size_t limit = (size_t)page_size(in->page_size), count;
    struct campaign campaign;
    const char *after_id;
    struct team *teams;
    int64_t after_us;

    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    TRY(read_token(call, in, &after_us, &after_id));
    TRY(team_list_open(call->tx, in->campaign_id, after_us, after_id, (int)limit + 1, &teams, &count));
    if (count > limit) {
        count = limit;
        next_page(call, in->campaign_id, &teams[limit - 1], out);
    }
    return show(call, &campaign, teams, count, out);
}
