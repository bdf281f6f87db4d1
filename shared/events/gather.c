/* Company for an event: what waits behind it at the server comes to the thread that has it, to share its transaction.
 * Asked for only where the server has said that something waits, and answered with what is there: an event alone waits
 * for nobody. The answers come to an inbox of the thread's own; a status ends them when they are fewer than asked for.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "events/consumers.h"

/* Another replica may have taken what waited. Such a question would stay at nats-server 2.9 for ever, in spite of its
 * no_wait, and take an event later that nobody expects here. */
#define EXPIRES_MS 5
/* For all answers together, when the line hangs. What comes later still is found by the next look. */
#define ANSWERS_MS_MAX 100

struct status gather_open(struct event_thread *self)
{
    char wildcard[sizeof self->prefix + 4];
    struct bus *bus = self->consumers->options.streams;

    snprintf(self->prefix, sizeof self->prefix, "%s.company.%s", bus_inbox_prefix(bus), id_new().text);
    snprintf(wildcard, sizeof wildcard, "%s.*", self->prefix);
    natsStatus s = natsConnection_SubscribeSync(&self->company, bus_connection(bus), wildcard);
    return s == NATS_OK ? OK : bus_failure(s, "listening for events");
}

/* ---- what a message is ---- */

/* A delivered event keeps its own subject; where it is acknowledged says which durable it is for:
 * $JS.ACK.<stream>.<durable>.<attempts>.<stream's number>.<durable's number>.<time>.<waiting>. */
static bool read_of(struct durable *durable, natsMsg *message, struct delivery *ret_delivery)
{
    const char *reply = natsMsg_GetReply(message);
    char expected[192];
    int attempts;
    uint64_t stream_seq, waiting;

    snprintf(expected, sizeof expected, "$JS.ACK.%s.%s.", durable->stream, durable->name);
    if (!reply || strncmp(reply, expected, strlen(expected)) != 0 ||
        sscanf(reply + strlen(expected), "%d.%" SCNu64 ".%*u.%*u.%" SCNu64, &attempts, &stream_seq, &waiting) != 3 ||
        attempts < 1)
        return false;
    *ret_delivery = (struct delivery){
        .durable = durable,
        .message = message,
        .settle = reply,
        .attempts = attempts,
        .stream_seq = stream_seq,
        .waiting = waiting,
    };
    return true;
}

bool delivery_read(struct consumers *consumers, natsMsg *message, struct delivery *ret_delivery)
{
    for (size_t i = 0; i < consumers->count; i++)
        if (read_of(&consumers->durables[i], message, ret_delivery))
            return true;
    return false;
}

/* ---- asking for more ---- */

static bool ask(struct event_thread *self, const struct durable *durable, size_t events)
{
    char subject[CONSUMER_SUBJECT_BYTES], reply[sizeof self->prefix + 24], question[96];

    consumer_next_subject(durable, subject);
    snprintf(reply, sizeof reply, "%s.%" PRIu64, self->prefix, ++self->questions);
    snprintf(question, sizeof question, "{\"batch\": %zu, \"no_wait\": true, \"expires\": %d000000}", events,
             EXPIRES_MS);
    return natsConnection_PublishRequestString(bus_connection(self->consumers->options.streams), subject, reply,
                                               question) == NATS_OK;
}

/* A status says that the question it came to has its last answer; older questions end nothing. */
static bool ends_answers(const struct event_thread *self, natsMsg *message)
{
    uint64_t question = 0;

    sscanf(natsMsg_GetSubject(message) + strlen(self->prefix), ".%" SCNu64, &question);
    return question == self->questions;
}

/* False when no more will come, or none has come in time. */
static bool take_answer(struct event_thread *self, int64_t until_ms, struct delivery *list, size_t *count)
{
    natsMsg *message = NULL;
    int64_t left_ms = until_ms - clock_mono_ms();
    natsStatus s = natsSubscription_NextMsg(&message, self->company, left_ms > 0 ? left_ms : 0);

    if (s == NATS_NO_RESPONDERS)
        atomic_store(&self->consumers->unheard, true);
    if (s != NATS_OK)
        return false;
    if (delivery_read(self->consumers, message, &list[*count])) {
        ++*count;
        return true;
    }
    bool last = ends_answers(self, message);
    natsMsg_Destroy(message);
    return !last;
}

size_t gather_late(struct event_thread *self, struct delivery *list, size_t count)
{
    while (count < CONSUMER_BATCH_MAX && take_answer(self, 0, list, &count))
        continue;
    return count;
}

size_t gather(struct event_thread *self, struct delivery *list)
{
    size_t count = 1, room = CONSUMER_BATCH_MAX - 1;
    size_t wanted = list[0].waiting < room ? (size_t)list[0].waiting : room;
    int64_t until_ms = clock_mono_ms() + ANSWERS_MS_MAX;

    if (wanted == 0 || !ask(self, list[0].durable, wanted))
        return gather_late(self, list, count);
    while (count < 1 + wanted && take_answer(self, until_ms, list, &count))
        continue;
    return count;
}
