/* What the stores know how to do: moves with their log, jobs, events, the ledger. */
#include <string.h>

#include "groupbuy/domain/reasons.h"
#include "simulation/actors/actors.h"

/* ---- orders ---- */

int order_place(const struct world *world, const struct order *order)
{
    return (int)(order - world->shop.orders);
}

struct order *order_of_key(struct world *world, int key)
{
    for (int i = 0; i < world->shop.orders_count; i++)
        if (world->shop.orders[i].key == key)
            return &world->shop.orders[i];
    return NULL;
}

struct order *order_new(struct world *world, int key, int operation)
{
    struct order *order = &world->shop.orders[world->shop.orders_count];

    if (world->shop.orders_count == ORDERS_MAX)
        return NULL;
    world->shop.orders_count++;
    *order = (struct order){ .there = true, .key = key, .operation = operation, .team = NOBODY, .coupon = NOBODY };
    return order;
}

struct status order_move(struct world *world, struct order *order, enum order_status to)
{
    if (!order_may_move(order->status, to))
        return fail(INTERNAL, "order %d from %s to %s", order_place(world, order), order_status_name(order->status),
                    order_status_name(to));
    if (order->moves_count == MOVES_MAX)
        return fail(INTERNAL, "order %d moves too often", order_place(world, order));
    order->moves[order->moves_count++] = (struct order_move){ order->status, to };
    order->status = to;
    order->version++;
    note(world, order_status_name(to), order_place(world, order), order->version);
    return OK;
}

/* What somebody has in orders that stand; of one SKU of the shelf, or of a campaign. */
int64_t units_held(const struct world *world, int user, enum campaign_kind kind, int sku)
{
    int64_t held = 0;

    for (int i = 0; i < world->shop.orders_count; i++) {
        const struct order *order = &world->shop.orders[i];

        if (order->user != user || order->kind != kind || order->units_back)
            continue;
        for (int l = 0; l < order->lines_count; l++)
            held += sku == NOBODY || order->sku[l] == sku ? order->lines[l].quantity : 0;
    }
    return held;
}

/* ---- jobs ---- */

struct job *job_put(struct job *jobs, enum job_kind kind, int key, int part)
{
    struct job *free = NULL;

    for (int i = 0; i < JOBS_MAX; i++) {
        if (jobs[i].kind == kind && jobs[i].key == key && jobs[i].part == part)
            return &jobs[i];
        if (jobs[i].kind == JOB_NONE && !free)
            free = &jobs[i];
    }
    return free;
}

struct job *job_find(struct world *world, enum job_kind kind, int key, int part)
{
    struct job *job = job_put(world->shop.jobs, kind, key, part);

    return job && job->kind == kind ? job : NULL;
}

/* One that is there stays as it is. */
struct status job_add(struct world *world, enum job_kind kind, int key, int part, int64_t due_us, int payload)
{
    struct job *job = job_put(world->shop.jobs, kind, key, part);

    if (!job)
        return fail(INTERNAL, "more than %d jobs", JOBS_MAX);
    if (job->kind == JOB_NONE)
        *job = (struct job){ .kind = kind, .key = key, .part = part, .due_us = due_us, .payload = payload };
    return OK;
}

void job_remove(struct world *world, enum job_kind kind, int key, int part)
{
    struct job *job = job_find(world, kind, key, part);

    if (job)
        *job = (struct job){ .kind = JOB_NONE };
}

/* ---- events ---- */

/* MUTANT_OUTBOX_OUTSIDE_THE_TRANSACTION: remembered, and written by a transaction of its own later. */
static struct status tell_later(struct world *world, enum event_type type, int about)
{
    struct replica *replica = &world->replicas[0];

    if (replica->untold_count < EVENTS_MAX) {
        replica->untold[replica->untold_count] = type;
        replica->untold_about[replica->untold_count++] = about;
    }
    return OK;
}

struct status tell(struct world *world, enum event_type type, int about)
{
    if (world->mutant == MUTANT_OUTBOX_OUTSIDE_THE_TRANSACTION && !world->calm)
        return tell_later(world, type, about);
    if (world->shop.events_count == EVENTS_MAX)
        return fail(INTERNAL, "more than %d events", EVENTS_MAX);
    world->shop.events[world->shop.events_count++] = (struct event){ .type = type, .about = about };
    return OK;
}

/* ---- the ledger ---- */

static struct account_sum *account_of(struct world *world, const char *name)
{
    static const char *const names[] = { ACCOUNT_WECHAT,        ACCOUNT_DEPOSITS,       ACCOUNT_REFUNDS,
                                         ACCOUNT_LEADER_SHARES, ACCOUNT_PARTNER_SHARES, ACCOUNT_LEADERS_COST,
                                         ACCOUNT_PARTNERS_COST, ACCOUNT_COUPONS,        ACCOUNT_POINTS,
                                         ACCOUNT_DELIVERY,      ACCOUNT_REVENUE "us" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            world->shop.accounts[i].name = names[i];
            return &world->shop.accounts[i];
        }
    return NULL;
}

struct status book(struct world *world, const struct ledger_posting *posting)
{
    fen sum = 0;

    if (posting->count > LEDGER_ENTRIES_MAX)
        return fail(INTERNAL, "%s has too many entries", posting->kind);
    for (size_t i = 0; i < posting->count; i++) {
        struct account_sum *account = account_of(world, posting->entries[i].account);

        if (!account)
            return fail(INTERNAL, "no account is called %s", posting->entries[i].account);
        account->sum += posting->entries[i].amount;
        sum += posting->entries[i].amount;
    }
    return sum == 0 ? OK : fail(INTERNAL, "%s does not add up: %ld", posting->kind, (long)sum);
}
