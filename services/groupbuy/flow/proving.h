/* Whoever stands before the staff of a point shows a code, typed or scanned: whose is it, and what may be handed to
 * him? */
#ifndef GROUPBUY_FLOW_PROVING_H
#define GROUPBUY_FLOW_PROVING_H

#include "groupbuy/pickup.h"
#include "groupbuy/store/hand_over_store.h"
#include "groupbuy/store/parcel_store.h"
#include "rpc/call.h"

struct proof {
    enum hand_over_way way;
    const char *collector_id; /* who shows it; "": a shared code, so nobody knows */
    const char *code_id;
    const char *const *owner_ids; /* whose parcels he may have */
    size_t owners_count;
};

/* The caller may type codes at the point: his row there is held, so that tries come one after the other. CODE_CLOSED. */
struct status codes_are_open(struct call *call, const char *point_id);
/* A wrong code of any kind counts, whatever becomes of the call: committed. CODE_WRONG. */
struct status code_was_wrong(struct call *call, const char *point_id);

/* One of the two is not "". In an open transaction, which stays open after a success. Wrong codes are counted for the
 * caller at the point, one after the other, and that is committed before the refusal: CODE_WRONG. Too many:
 * CODE_CLOSED, for right ones, too. A signed code that is too old, or whose code was closed, is no guess: CODE_EXPIRED.
 * A code that was used up is none either: ALREADY_PICKED_UP. Whoever shows his own code may have what he fetches
 * for others, too; a shared code is for its buyer's own goods. */
struct status code_prove(struct call *call, const char *point_id, const char *code, const char *signed_code,
                         struct proof *ret_proof);

#endif
