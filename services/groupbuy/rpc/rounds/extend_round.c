#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/round_checks.h"
#include "groupbuy/flow/round_news.h"
#include "rpc/timestamp.h"

static struct status check_end(const struct round *round, int64_t ends_at_us, int64_t now_us)
{
    if (ends_at_us <= round->ends_at_us || ends_at_us <= now_us)
        return fail_field("endsAt", "must be later than before, and than now");
    if (ends_at_us - round->ends_at_us > ROUND_EXTENSION_S_MAX * US_PER_S)
        return fail_field("endsAt", "must be at most 7 days later");
    return OK;
}

/* The goods are there so much later, too. */
struct status groupbuy_extend_round(struct call *call, const Gb__ExtendRoundRequest *in, Gb__Round *out)
{
    int64_t ends_at_us = timestamp_us(in->ends_at);
    struct round round;

    TRY(round_own(call, in->round_id, &round));
    if (round.status != ROUND_SCHEDULED && round.status != ROUND_OPEN)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    if (round.extended)
        return fail(EXTENDED_BEFORE, "round %s", round.id);
    TRY(check_end(&round, ends_at_us, call->now_us));
    round.ready_at_us += ends_at_us - round.ends_at_us;
    round.ends_at_us = ends_at_us;
    round.extended = true;
    TRY(round_update(call->tx, &round));
    TRY(round_licences_last(call, &round));
    TRY(round_schedule(call, &round));
    TRY(round_news_extended(call, &round));
    TRY(job_add(call->tx, JOB_FIND_PRESALES, round.id, 0, NULL, 0));
    TRY(round_audit(call, &round, "extend_round", NULL, NULL, NULL));
    return round_show(call, &round, out);
}
