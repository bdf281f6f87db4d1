/* Events: rows of the outbox are published, then marked; consumers take each into effect once. The stream may forget
 * its last ones. */
#include "simulation/actors/actors.h"

#define OF_COUPONS       0
#define OF_NOTIFICATIONS 1

/* ---- the relay ---- */

static bool is_published(const struct replica *replica, int event)
{
    for (int i = 0; i < replica->published_count; i++)
        if (replica->published[i] == event)
            return true;
    return false;
}

static int next_event(const struct world *world, const struct replica *replica)
{
    if (world->mutant == MUTANT_POLL_BY_LAST_ID)
        return replica->read_to < world->shop.events_count ? replica->read_to : NOBODY;
    for (int i = 0; i < world->shop.events_count; i++)
        if (world->shop.events[i].sequence == 0 && !is_published(replica, i))
            return i;
    return NOBODY;
}

static void remember(struct replica *replica, int event, int sequence)
{
    replica->published[replica->published_count] = event;
    replica->sequence[replica->published_count++] = sequence;
}

static void publish(struct world *world, struct replica *replica, int event)
{
    struct stream *stream = &world->stream;
    enum fate fate = call_fate(world);
    bool happens = fate_happens_now(fate) && stream->count < STREAM_MAX;

    replica->read_to = event + 1;
    if (happens)
        stream->entries[stream->count++] = (struct delivery){ .event = event };
    note(world, "publishes", event, happens);
    if (happens && fate_is_heard(fate))
        remember(replica, event, stream->count);
}

static void mark(struct world *world, struct replica *replica)
{
    tx_begin(&world->shop_store);
    for (int i = 0; i < replica->published_count; i++)
        world->shop.events[replica->published[i]].sequence = replica->sequence[i];
    tx_commit(world, &world->shop_store);
    replica->published_count = 0;
}

/* MUTANT_MARK_BEFORE_ACK */
static void mark_first(struct world *world, struct replica *replica, int event)
{
    tx_begin(&world->shop_store);
    world->shop.events[event].sequence = NOBODY; /* nobody has said it yet */
    tx_commit(world, &world->shop_store);
    publish(world, replica, event);
    replica->published_count = 0;
}

/* MUTANT_OUTBOX_OUTSIDE_THE_TRANSACTION */
static bool write_untold(struct world *world)
{
    struct replica *replica = &world->replicas[0];

    if (replica->untold_count == 0 || world->shop.events_count == EVENTS_MAX)
        return false;
    replica->untold_count--;
    tx_begin(&world->shop_store);
    world->shop.events[world->shop.events_count++] =
        (struct event){ .type = (enum event_type)replica->untold[replica->untold_count],
                        .about = replica->untold_about[replica->untold_count] };
    tx_commit(world, &world->shop_store);
    return true;
}

static bool relay_of(struct world *world, struct replica *replica)
{
    int event = next_event(world, replica);

    if (replica->published_count && (event == NOBODY || chance_in_100(&world->chance, 50))) {
        mark(world, replica);
        return true;
    }
    if (event == NOBODY)
        return false;
    if (world->mutant == MUTANT_MARK_BEFORE_ACK)
        mark_first(world, replica, event);
    else
        publish(world, replica, event);
    return true;
}

/* Two of them for a moment: what is published twice takes effect once. */
bool relay_acts(struct world *world)
{
    int first = !world->calm && chance_in_100(&world->chance, 10);

    return write_untold(world) || relay_of(world, &world->replicas[first]);
}

/* ---- the stream ---- */

void stream_rolls_back(struct world *world)
{
    int lost = chance_below(&world->chance, 5);

    note(world, "the stream forgets", lost, 0);
    world->stream.count -= lost < world->stream.count ? lost : world->stream.count;
}

static bool is_there(const struct stream *stream, const struct event *event, int number)
{
    return event->sequence <= stream->count && stream->entries[event->sequence - 1].event == number;
}

/* What the stream no longer has is published again. */
bool stream_watch(struct world *world)
{
    bool any = false;

    if (world->mutant == MUTANT_NO_REWIND)
        return false;
    tx_begin(&world->shop_store);
    for (int i = 0; i < world->shop.events_count; i++) {
        struct event *event = &world->shop.events[i];

        if (event->sequence <= 0 || is_there(&world->stream, event, i))
            continue;
        event->sequence = 0;
        any = true;
    }
    tx_commit(world, &world->shop_store);
    return any;
}

/* ---- consumers ---- */

static struct status coupons_hear(struct world *world, int number)
{
    const struct event *event = &world->shop.events[number];

    if (world->vouchers.inbox[number] && world->mutant != MUTANT_NO_INBOX)
        return OK;
    world->vouchers.inbox[number] = true;
    world->vouchers.effects[number]++;
    if (event->type == EVENT_PAID)
        return purse_earn(world, event->about);
    return event->type == EVENT_REFUND_DONE ? purse_unearn(world, event->about) : OK;
}

static struct status notifications_hear(struct world *world, int number)
{
    if (world->inbox.inbox[number] && world->mutant != MUTANT_NO_INBOX)
        return OK;
    world->inbox.inbox[number] = true;
    world->inbox.effects[number]++;
    return OK;
}

static void hear(struct world *world, struct delivery *delivery, int consumer)
{
    struct store *store = consumer == OF_COUPONS ? &world->voucher_store : &world->inbox_store;
    enum heard heard = HEARD_FAILED;
    struct status status;

    note(world, "consumes", delivery->event, consumer);
    tx_begin(store);
    status = consumer == OF_COUPONS ? coupons_hear(world, delivery->event) : notifications_hear(world, delivery->event);
    check_refusal(world, status, "a consumer");
    if (ok(status))
        heard = tx_commit(world, store);
    else
        tx_rollback(store);
    if (world->mutant == MUTANT_ACK_BEFORE_COMMIT || (heard == HEARD_DONE && fate_happens_now(call_fate(world))))
        delivery->acked[consumer] = true;
}

bool consumer_acts(struct world *world)
{
    struct stream *stream = &world->stream;
    int from = stream->count ? chance_below(&world->chance, stream->count) : 0;
    int first = chance_below(&world->chance, CONSUMERS);

    for (int i = 0; i < stream->count; i++)
        for (int c = 0; c < CONSUMERS; c++) {
            struct delivery *delivery = &stream->entries[(from + i) % stream->count];
            int consumer = (first + c) % CONSUMERS;

            if (delivery->acked[consumer])
                continue;
            hear(world, delivery, consumer);
            return true;
        }
    return false;
}
