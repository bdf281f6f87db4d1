/* Named places where a process may be killed, so that what is half-done there is tried: a line in the code,
 *
 *     TRY(channel_close(…));
 *     CRASH_POINT(close, closed_not_released);
 *
 * and a row in the list below, without which that line does not compile. Rehearsals only: where crash_points_allow() was
 * not called with a folder, a point is one branch that is never taken. To arm a point is to make the file
 * `close.closed_not_released` in that folder: whoever comes by and can take the file away is killed there as by kill -9,
 * exactly one process and once, and leaves `close.closed_not_released.hit` with its process id.
 *
 * A point stands where something was done and something that belongs to it was not; it may stand in any file of ours but
 * the domain's, which does nothing. It costs a system call where points are allowed, so none stands in a loop over rows.
 */
#ifndef LINLI_BASE_CRASH_POINT_H
#define LINLI_BASE_CRASH_POINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/settings.h"
#include "base/status.h"

/* area, state, what is half-done there */
#define CRASH_POINTS(POINT)                                                                                            \
    POINT(db, commit_sent, "COMMIT is on its way to PostgreSQL, its answer was not read")                              \
    POINT(call, in_doubt, "the connection was lost during COMMIT, nobody has looked what came of it")                  \
    POINT(call, committed_not_told, "committed; hints are not sent, the relay was not woken")                          \
    POINT(call, service_answered, "another service has done its part, its answer is not noted")                        \
    POINT(rpc, key_taken, "the row of the idempotency key is written, nothing else, nothing is committed")             \
    POINT(rpc, done_not_committed, "effect and answer are written, not committed")                                     \
    POINT(rpc, committed_not_answered, "READ_WRITE: committed, the caller was not answered")                           \
    POINT(steps, opened, "STEPS: what is wanted is committed, nothing of it was done")                                 \
    POINT(steps, done_not_committed, "STEPS: all steps are done, the last one is not committed")                       \
    POINT(steps, committed_not_answered, "STEPS: committed, the caller was not answered")                              \
    POINT(steps, taken_up, "an operation that somebody left open was taken up again, nothing was done yet")            \
    POINT(batch, committed_not_answered, "a batch is committed, none of its callers was answered")                     \
    POINT(batch, half_answered, "one caller of a batch was answered, the others were not")                             \
    POINT(flash, written_not_committed, "units are taken and orders written, not committed")                           \
    POINT(relay, lock_taken, "the relay's lock was taken over, nothing was looked at")                                 \
    POINT(relay, loss_remembered, "events the stream lost are known, none was sent again")                             \
    POINT(outbox, half_sent, "some events of a batch are published, the others are not")                               \
    POINT(outbox, published_not_marked, "the stream has acknowledged events, their rows are not marked")               \
    POINT(outbox, marked, "events are marked as published, the next ones were not read")                               \
    POINT(consumer, inbox_written, "the row in the inbox is written, the event's effect is not")                       \
    POINT(consumer, committed_not_acked, "an event's effect is committed, the stream was not told")                    \
    POINT(consumer, buried_not_ended, "a dead letter is written, the stream still holds the event")                    \
    POINT(consumer, replay_taken, "a dead letter was taken to be handled again, and was not")                          \
    POINT(job, taken, "a job is leased, it has not begun")                                                             \
    POINT(job, run_not_settled, "a job has run, its row still says that it is due")                                    \
    POINT(payment, begun_not_asked, "the payment is on record, WeChat does not know of it")                            \
    POINT(payment, asked_not_noted, "WeChat has made a payment of it, we have not noted it")                           \
    POINT(payment, applied_not_kept, "a payment's notice has been applied, the notice is not kept, nothing committed") \
    POINT(payment, found_not_applied, "WeChat was asked and says it is paid, we have not noted it")                    \
    POINT(close, marked_not_asked, "an unpaid order is being closed, WeChat was not told")                             \
    POINT(close, closed_not_released, "an unpaid order is closed at WeChat, its units and coupon are still held")      \
    POINT(refund, noted_not_asked, "a refund is on record, WeChat was not asked for it")                               \
    POINT(refund, asked_not_noted, "WeChat has taken a refund, we have not noted it")                                  \
    POINT(payout, asked_not_noted, "WeChat has taken a transfer, we have not noted it")                                \
    POINT(sharing, split_not_noted, "WeChat has split a payment, we have not noted it")                                \
    POINT(sharing, freed_not_noted, "WeChat has freed the rest of a payment, we have not noted it")                    \
    POINT(bill, fetched_not_read, "a day's bill is fetched, nothing of it is kept")                                    \
    POINT(bill, read_not_compared, "a day's bills are all read, not compared")                                         \
    POINT(coupon, locked_no_order, "a coupon is locked for an order that is not there")                                \
    POINT(coupon, told_not_noted, "coupons knows what became of an order's coupon, our job is still there")            \
    POINT(coupon, owner_asked, "a lock's age made us ask for its order, we have done nothing about it")                \
    POINT(team, completed_not_committed, "a team is complete and its orders are ready, not committed")                 \
    POINT(session, rotated_not_committed, "a refresh token is spent and its successor written, not committed")         \
    POINT(message, sent_not_noted, "WeChat has sent a message to a phone, we have not noted it")                       \
    POINT(media, made_not_kept, "a picture's sizes are stored, its row says that it is only received")                 \
    POINT(upload, stored_not_told, "an uploaded file is stored, its service knows nothing of it")                      \
    POINT(gateway, sent, "a request is on the bus, its answer was not waited for")                                     \
    POINT(gateway, pack_answered, "a pack of requests is answered, its callers have heard nothing")                    \
    POINT(gateway, answered_not_written, "a service has answered, the client has heard nothing")

#define CRASH_POINT_OF(area, state, meaning) CRASH_##area##_##state,
enum crash_point { CRASH_POINTS(CRASH_POINT_OF) CRASH_POINTS_COUNT };

struct crash_point_row {
    const char *name; /* area.state */
    const char *meaning;
};

extern const struct crash_point_row crash_points[CRASH_POINTS_COUNT];

#define SETTING_CRASH_POINTS(target)                                                                                   \
    SETTING_TEXT(target, "LINLI_CRASH_POINTS_DIR", "", PLAIN,                                                          \
                 "where crash points are armed (linlictl crash-points), which production refuses; empty: nowhere")

/* Before anything is served, once. Fails in production, and when there is no such folder; "" is no folder and allows
 * nothing. `folder` must outlive the process's last point. */
struct status crash_points_allow(const char *folder, bool production);

extern bool crash_points_allowed; /* set by that one alone */
void crash_point_pass(enum crash_point point);

#define CRASH_POINT(area, state)                                                                                       \
    do {                                                                                                               \
        if (__builtin_expect(crash_points_allowed, false))                                                             \
            crash_point_pass(CRASH_##area##_##state);                                                                  \
    } while (0)

#endif
