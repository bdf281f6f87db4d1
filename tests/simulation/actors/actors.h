/* Who does what, a file an idea. What returns a status runs in the open transaction of its store. */
#ifndef SIMULATION_ACTORS_H
#define SIMULATION_ACTORS_H

#include "simulation/world.h"

/* network → everybody (tasks.c) */
void receive(struct world *world, const struct message *message);

/* ---- tasks.c: what replicas are at ---- */
struct task *task_begin(struct world *world, enum task_kind kind, int subject, int extra);
/* One step of one of them. False: there is none. */
bool task_go_on(struct world *world);
void crash(struct world *world, int replica);
bool begin_batch(struct world *world);

/* ---- buyers.c ---- */
/* False: nobody wants anything just now. */
bool buyer_acts(struct world *world);
void buyer_hears(struct world *world, int request, int order);
const char *user_id(int user);

/* ---- rows.c: what the stores of groupbuy know how to do ---- */
struct status order_move(struct world *world, struct order *order, enum order_status to);
struct status job_add(struct world *world, enum job_kind kind, int key, int part, int64_t due_us, int payload);
void job_remove(struct world *world, enum job_kind kind, int key, int part);
struct job *job_find(struct world *world, enum job_kind kind, int key, int part);
struct job *job_put(struct job *jobs, enum job_kind kind, int key, int part);
struct status tell(struct world *world, enum event_type type, int about);
struct status book(struct world *world, const struct ledger_posting *posting);
struct order *order_of_key(struct world *world, int key);
struct order *order_new(struct world *world, int key, int operation);
int order_place(const struct world *world, const struct order *order);
int64_t units_held(const struct world *world, int user, enum campaign_kind kind, int sku);

/* ---- operations.c: idempotency keys of requests with steps ---- */
enum claim { CLAIM_OURS, CLAIM_REPLAY, CLAIM_BUSY };
enum claim operation_claim(struct world *world, int key, int64_t lease_us, int *ret_operation, int *ret_order);
/* CONFLICT when it was finished or forgotten by somebody else. */
struct status operation_finish(struct world *world, int key, int operation, int order);
struct status operation_forget(struct world *world, int key, int operation);

/* ---- flash.c, placing.c ---- */
void flash_go_on(struct world *world, struct task *task);
void placing_go_on(struct world *world, struct task *task);
void units_give_back(struct world *world, struct order *order);

/* ---- teams.c ---- */
const char *team_id(int team);
struct status team_start(struct world *world, int user, int order, int64_t now_us, int *ret_team);
struct status team_seat(struct world *world, int team, int user, int order);
struct status team_take_in(struct world *world, struct order *order);
struct status team_give_seat_back(struct world *world, struct order *order, bool paid);
struct status team_run_out(struct world *world, int team);
struct status team_sponsor_seats(struct world *world, int team);
/* NOBODY: none. */
int team_for_late(struct world *world, struct order *order);

/* ---- paying.c, closing.c ---- */
struct status payment_apply(struct world *world, int order, int transaction, fen amount, int64_t paid_us);
void prepaying_go_on(struct world *world, struct task *task);
void notice_go_on(struct world *world, struct task *task);
enum progress { GOES_ON, IS_DONE, HAS_FAILED };
enum progress closing_goes_on(struct world *world, struct task *task);
struct status order_cancel(struct world *world, struct order *order, enum cancel_reason reason);
struct status order_leave(struct world *world, struct order *order);
struct status order_ready(struct world *world, struct order *order);
struct status order_hand_out(struct world *world, struct order *order);
struct status order_complete(struct world *world, struct order *order);

/* ---- refunding.c ---- */
struct refund_wish {
    enum refund_reason reason;
    bool discounts_are_back;
    int line, units; /* units 0: all that is left */
    int32_t percent;
};
struct status refund_start(struct world *world, struct order *order, const struct refund_wish *wish);
struct status refund_apply(struct world *world, int refund, enum refund_state state);
enum progress refund_drive(struct world *world, struct task *task);

/* ---- jobs.c ---- */
bool begin_job(struct world *world);
void job_go_on(struct world *world, struct task *task);
void find_unpaid(struct world *world);
/* The open transaction of groupbuy: true when it is committed and that was heard. */
bool close_well(struct world *world, struct status status, const char *where);
/* When the next of them is due; INT64_MAX: none. */
int64_t next_due_us(const struct world *world);

/* ---- vouchers.c, purses.c: the service of coupons and points ---- */
enum voucher_call {
    CALL_LOCK_COUPON,
    CALL_LOCK_POINTS,
    CALL_COUPON,
    CALL_POINTS,
    CALL_POINTS_BACK,
    CALL_PREPAY,
    CALL_CLOSE,
    CALL_WECHAT_REFUND
};
struct voucher_offer {
    fen discount;
    int64_t points;
    bool eligible[LINES_MAX];
};
struct status voucher_issue(struct world *world, int user, int template);
struct status voucher_lock(struct world *world, int request, int operation, struct voucher_offer *ret_offer);
struct status voucher_move(struct world *world, int coupon, int operation, enum lock_event event);
void give_back_noted(struct world *world, int coupon, int operation);
struct status purse_lock(struct world *world, int request, int operation, fen amount, struct voucher_offer *ret_offer);
struct status purse_move(struct world *world, int user, int operation, enum lock_event event);
struct status purse_return(struct world *world, int user, int operation, int refund, int64_t points);
struct status purse_earn(struct world *world, int order);
struct status purse_unearn(struct world *world, int refund);
void lock_check(struct world *world, struct task *task);
/* A call that comes after its caller has gone. */
void late_call(struct world *world, const struct message *message);
/* The event of a lock whose order stands like that; false while it may still be paid. */
bool lock_event_of(const struct world *world, int operation, enum lock_event *ret_event);

/* ---- wechat.c ---- */
bool wechat_acts(struct world *world);
enum trade_state wechat_prepay(struct world *world, int order, fen amount);
void wechat_pay(struct world *world, int order);
enum trade_state wechat_close(struct world *world, int order);
enum refund_state wechat_refund(struct world *world, int64_t number, int order, fen amount);
enum trade_state wechat_query(const struct world *world, int order);
enum refund_state wechat_refund_query(struct world *world, int64_t number);

/* ---- events.c ---- */
bool relay_acts(struct world *world);
bool consumer_acts(struct world *world);
void stream_rolls_back(struct world *world);
bool stream_watch(struct world *world);

#endif
