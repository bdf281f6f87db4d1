/* Records as they are shown. */
#ifndef GROUPBUY_FLOW_RECORDS_H
#define GROUPBUY_FLOW_RECORDS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/records.h"
#include "groupbuy/store/record_store.h"

/* Hundredths of a percent, rounded down; 0 of nothing. */
int32_t record_rate(int64_t part, int64_t whole);

void leader_record_view(struct call *call, const struct leader_record *record, Gb__LeaderRecord *out);

static inline int64_t record_days(int32_t days)
{
    return days ? days : RECORD_DAYS;
}

#endif
