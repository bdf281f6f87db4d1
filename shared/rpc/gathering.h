/* BATCH methods: what has gathered is handled in one call, each item with its own outcome. Private to shared/rpc.
 *
 * At most BATCHES_MAX batches of a method run at once, the second one when it has BATCH_BESIDE_ITEMS_MIN items or the
 * first has run for BATCH_GATHER_MS_MAX; while they do, the next one gathers. A turn (work without a
 * message) is what a worker takes from the queue to run one batch. */
#ifndef LINLI_RPC_GATHERING_H
#define LINLI_RPC_GATHERING_H

#include "rpc/endpoint.h"

#define BATCHES_MAX            2
#define BATCH_BESIDE_ITEMS_MIN 64

struct gathering *gathering_create(size_t messages_max);
void gathering_destroy(struct gathering *gathering); /* empty by now */

/* False, and the message stays with the caller, when messages_max wait already. *ret_turn: a turn must be put into the
 * queue. */
bool gathering_add(struct gathering *gathering, natsMsg *message, int64_t arrived_us, bool *ret_turn);
/* Runs one batch and answers what it settled. *ret_turn as above. */
void gathering_turn(struct endpoint *endpoint, struct runtime *runtime, bool *ret_turn);
/* Answers all that wait for a batch with `status`, on whatever thread. */
void gathering_turn_away(struct gathering *gathering, struct endpoint *endpoint, struct runtime *runtime,
                         struct status status);
/* How long the first has waited, when at least items_min wait; else 0. */
int64_t gathering_waits_us(struct gathering *gathering, size_t items_min, int64_t now_us);
size_t gathering_length(struct gathering *gathering);

#endif
