#include "gateway/poll.h"

#include <string.h>

#include "gateway/query.h"
#include "gateway/respond.h"
#include "linli/gateway/v1/gateway.pb-c.h"
#include "rpc/call.h"

static struct status read_request(struct exchange *exchange, Gw__LiveRequest **ret_request)
{
    const struct parameter *parameters;
    size_t count;
    struct buf wire;

    TRY(query_parse(exchange->arena, exchange->info->query_string, &parameters, &count));
    buf_init(&wire, exchange->arena, 256);
    TRY(json_to_wire(exchange->match.method->input, exchange->arena, NULL, 0, &exchange->match, parameters, count,
                     &wire));
    *ret_request = message_unpack(exchange->arena, &gw__live_request__descriptor, wire.data, wire.len);
    return *ret_request ? OK : fail(INTERNAL, "a poll that passed its rules cannot be read");
}

/* "campaign:<id>" is obj.campaign.<id>; a user's own topic is there without being asked for. */
static size_t make_topics(struct exchange *exchange, const Gw__LiveRequest *request,
                          const char *topics[LIVE_TOPICS_A_POLL_MAX])
{
    size_t count = 0;

    if (exchange->who.signed_in)
        topics[count++] = arena_printf(exchange->arena, "user.%s", exchange->who.claims.user_id);
    for (size_t i = 0; i < request->n_watch && count < LIVE_TOPICS_A_POLL_MAX; i++) {
        char *topic = arena_printf(exchange->arena, "obj.%s", request->watch[i]);
        char *colon = strchr(topic, ':');

        if (colon)
            *colon = '.';
        topics[count++] = topic;
    }
    return count;
}

static struct status write_answer(struct exchange *exchange, struct live_answer *answer, struct buf *json)
{
    Gw__LiveResponse response = GW__LIVE_RESPONSE__INIT;
    size_t bytes;
    uint8_t *wire;

    response.after = answer->cursor;
    response.resync = answer->resync;
    response.n_hints = answer->news_count;
    response.hints = arena_array(exchange->arena, Gw__LiveNews *, answer->news_count);
    for (size_t i = 0; i < answer->news_count; i++) {
        Gw__LiveNews *news = response.hints[i] = arena_new(exchange->arena, Gw__LiveNews);

        gw__live_news__init(news);
        news->type = answer->news[i].type;
        news->id = answer->news[i].id;
        news->version = answer->news[i].version;
    }
    wire = message_pack(exchange->arena, &response.base, &bytes);
    return wire_to_json(exchange->match.method->output, wire, bytes, json);
}

struct status poll_serve(struct exchange *exchange)
{
    const char *topics[LIVE_TOPICS_A_POLL_MAX];
    Gw__LiveRequest *request;
    struct live_answer answer;
    struct buf json;
    size_t count;

    TRY(read_request(exchange, &request));
    count = make_topics(exchange, request, topics);
    if (count == 0)
        return fail_field("watch", "must name something when no user is signed in");
    TRY(live_poll(exchange->gateway->live, exchange->arena, topics, count, request->after,
                  request->wait_ms ? request->wait_ms : POLL_WAIT_MS_DEFAULT, &answer));
    buf_init(&json, exchange->arena, 256);
    TRY(write_answer(exchange, &answer, &json));
    respond(exchange, &(struct answer){
                          .status = 200, .content_type = "application/json", .body = json.data, .bytes = json.len });
    return OK;
}
