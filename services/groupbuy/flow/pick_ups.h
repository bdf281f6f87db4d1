/* Parcels and codes, as buyers and staff see them. All of it in a transaction. */
#ifndef GROUPBUY_FLOW_PICK_UPS_H
#define GROUPBUY_FLOW_PICK_UPS_H

#include "groupbuy/pickup.h"
#include "groupbuy/store/parcel_store.h"
#include "rpc/call.h"

/* The caller's open code at a point: the one he has, or a new one. */
struct status pick_up_code_get(struct call *call, const char *point_id, struct pick_up_code *ret_code);
/* One for somebody else, of one use; the one before ends. */
struct status pick_up_code_share(struct call *call, const char *point_id, int64_t expires_us,
                                 struct pick_up_code *ret_code);
/* Its signed form, for so long as the settings say: sealed with the house's key, so that nobody makes one up and nobody
 * but the house reads it. */
const char *pick_up_code_sign(struct call *call, const struct pick_up_code *code, int64_t *ret_until_us);
/* What is in a signed form that is ours; false when it is not. */
bool pick_up_code_unsign(struct call *call, const char *text, const char **ret_code_id, int64_t *ret_until_us);

/* Units that wait in a line. */
int32_t parcel_units(const struct order_line *line);
/* Owners by masked names. */
struct status parcels_show(struct call *call, const struct parcels *parcels, Gb__Parcel *const *outs);
/* How these people are called, "" of those we have not heard of. */
struct status names_get(struct call *call, const char *const *user_ids, size_t count, const char ***ret_names);

#endif
