/* linlictl operator create: the first operator of a new house. Everybody after him is made through the API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linli/auth/v1/internal.pb-c.h"
#include "linlictl/bus_session.h"
#include "linlictl/linlictl.h"
#include "rpc/call.h"
#include "rpc/client.h"

#define ANSWER_MS_MAX 5000
#define TRIES_MAX     3

/* A rehearsal's clock may be days ahead of ours, and just have been moved once more: what was too late by it has done
 * nothing. The first refusal tells the time that auth knows of, the next one that of the database. */
static struct status ask_in_time(struct arena *arena, struct rpc_client *client, struct rpc_request *call,
                                 struct rpc_reply *ret_reply)
{
    struct status status = OK;

    for (int i = 0; i < TRIES_MAX; i++) {
        call->deadline_ms = rpc_now_ms(client) + ANSWER_MS_MAX;
        status = rpc_call(client, arena, call, ret_reply);
        if (!failed_with(status, TIMED_OUT))
            break;
    }
    return status;
}

static struct status ask(struct arena *arena, struct rpc_client *client, const Au__CreateOperatorRequest *request)
{
    Api__Caller caller = API__CALLER__INIT;
    struct rpc_request call = { .subject = "rpc.linli.auth.v1.Internal.CreateOperator", .caller = &caller };
    struct rpc_reply reply;
    const Au__CreateOperatorResponse *answer;

    caller.service = (char *)"linlictl";
    call.data = message_pack(arena, &request->base, &call.bytes);
    TRY(ask_in_time(arena, client, &call, &reply));
    answer = message_unpack(arena, &au__create_operator_response__descriptor, reply.data, reply.bytes);
    if (!answer)
        return fail(INTERNAL, "auth gave an answer that cannot be read");
    printf("%s\n", answer->user_id);
    return OK;
}

struct status command_operator(struct arena *arena, int argc, char **argv)
{
    Au__CreateOperatorRequest request = AU__CREATE_OPERATOR_REQUEST__INIT;
    struct rpc_client *client;
    struct place place;
    struct bus *bus;

    if (argc < 4 || argc > 5 || strcmp(argv[1], "create") != 0)
        return fail(MISUSE, "linlictl operator create wants an app id and an openid");
    request.app_id = argv[2];
    request.openid = argv[3];
    if (argc == 5)
        request.nickname = argv[4];
    TRY(place_find(arena, &place));
    TRY(bus_session_open(arena, &place, "linlictl", &bus));
    struct status status = rpc_client_create(bus, &client);

    if (ok(status)) {
        status = ask(arena, client, &request);
        rpc_client_destroy(client);
    }
    bus_destroy(bus);
    return status;
}
