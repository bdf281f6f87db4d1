/* The honest record of leaders and suppliers. */
#ifndef GROUPBUY_RECORDS_H
#define GROUPBUY_RECORDS_H

#include "events/events.h"
#include "linli/groupbuy/v1/records.pb-c.h"
#include "rpc/operation.h"

#define RECKON_EVERY_S 60

#define RECORDS_OPERATIONS(X)                                                                                          \
    X(Gb, GetMyRecord, Gb__LeaderRecord, groupbuy_get_my_record)                                                       \
    X(Gb, GetLeaderRecord, Gb__LeaderRecord, groupbuy_get_leader_record)                                               \
    X(Gb, ListLeaderRecords, Gb__ListLeaderRecordsResponse, groupbuy_list_leader_records)                              \
    X(Gb, GetSupplierRecord, Gb__SupplierRecord, groupbuy_get_supplier_record)

#define RECORDS_JOBS(X) X("reckon_rounds", groupbuy_reckon_rounds, RECKON_EVERY_S)

RECORDS_OPERATIONS(OPERATION_PROTOTYPE)
RECORDS_JOBS(JOB_PROTOTYPE)

#endif
