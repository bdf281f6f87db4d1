/* What groupbuy holds while it runs: its settings, its merchant accounts at WeChat Pay and its
 * mini-program. */
#ifndef GROUPBUY_SERVICE_H
#define GROUPBUY_SERVICE_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/settings.h"
#include "base/vault.h"
#include "db/migrate.h"
#include "groupbuy/domain/after_sale.h"
#include "groupbuy/domain/campaign.h"
#include "rpc/call.h"

#define BUCKETS_MAX     64
#define BATCHES_AT_ONCE 2 /* of one replica: shared/rpc runs no more */

struct accounts;
struct objects;
struct wechat;

/* Of what one person is paid, before what is withheld. */
struct payout_limits {
    fen least, most;  /* of one payout */
    fen day_most;     /* of all of a day */
    fen approve_from; /* from there on two people of finance say yes */
};

struct groupbuy {
    int64_t unpaid_s;       /* how long a team order may stay unpaid */
    int64_t flash_unpaid_s; /* … a flash order */
    int64_t team_life_s_min;
    int64_t team_life_s_max;
    int64_t late_grace_s;             /* a team fails so long after its deadline, so that payments under way land */
    int64_t flash_buckets;            /* of a flash sale's stock */
    int64_t round_grace_s;            /* after a round's end, for payments under way */
    int64_t leader_agreement_version; /* the only one that is accepted */
    int64_t confirm_s;                /* shipped, and taken as received after so long */
    int64_t after_sale_s;             /* from then on after-sales may be asked for */
    int64_t publish_yellow_percent;   /* of the list price: a campaign that is cheaper is noted */
    int64_t publish_red_percent;      /* … needs a second pair of eyes */
    int64_t refund_gap_s;             /* between two refunds of one order */
    int64_t complaint_alarm_s;        /* a complaint that waits longer for an answer rings the alarm */
    int64_t second_pair_fen;          /* above it a second pair of eyes decides: flow/approving.h */
    int64_t approval_s;               /* how long a question to it, or its yes, holds */
    int64_t signed_code_s;            /* the signed form of a pick-up code is taken for so long */
    bool virtual_pay;                 /* paid content is sold */
    bool virtual_pay_ios;             /* … on iOS, too */
    struct after_sale_times after_sale_times;
    struct payout_limits payout_limits;
    const char *transfer_scene; /* WeChat's number of what transfers are for */
    struct vault_place vault;   /* seals phones, names, identity numbers */
    const char *notify_base_url;
    const char *app_id;      /* the mini-program that pays */
    uint32_t replica;        /* by chance: from which bucket on this replica takes units */
    atomic_uint flash_lanes; /* a bit each that is taken: batches that run side by side use different buckets */
    struct accounts *accounts; /* at WeChat Pay */
    struct wechat *wechat;   /* the mini-program: shipping management */
    struct objects *objects; /* where uploads lie; NULL: there is none */
};

extern const struct migration groupbuy_migrations[];
extern const size_t groupbuy_migrations_count;
extern const struct setting groupbuy_settings[];
extern const size_t groupbuy_settings_count;

struct status groupbuy_start(void **ret_service);
void groupbuy_stop(void *service);
struct status groupbuy_secrets_changed(void *service);
/* What waits for somebody: payment cases, refunds that are stuck. */
struct status groupbuy_measure(struct tx *tx, struct buf *out);

static inline struct groupbuy *groupbuy_of(const struct call *call)
{
    return call->service;
}

static inline const struct vault *groupbuy_vault(const struct call *call)
{
    return vault_now(&groupbuy_of(call)->vault);
}

#endif
