/* Floor `bus`: NATS request/reply between two processes, without HTTP. */
#include "answerer.h"
#include "floor.h"

static void ask(struct racer *racer)
{
    while (!atomic_load(racer->over)) {
        natsMsg *answer = NULL;

        if (natsConnection_RequestString(&answer, racer->context, ASK_SUBJECT, "{\"orderId\":\"0193a0b0\"}",
                                         ASK_MS_MAX) != NATS_OK)
            floor_fail("bus", "no answer");
        natsMsg_Destroy(answer);
        racer->done++;
    }
}

int main(int argc, char **argv)
{
    const char *url = floor_word(argc, argv, "nats");

    answerer_start(url, ASK_SUBJECT, answerer_echo);
    floor_race((int)floor_number(argc, argv, "threads", 64), floor_number(argc, argv, "seconds", 3), ask,
               answerer_connect(url));
    return 0;
}
