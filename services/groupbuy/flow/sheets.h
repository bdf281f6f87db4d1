/* The sheets of a round: shown, and written as files. */
#ifndef GROUPBUY_FLOW_SHEETS_H
#define GROUPBUY_FLOW_SHEETS_H

#include "groupbuy/domain/sheet.h"
#include "groupbuy/flow/receiving.h"
#include "groupbuy/store/sheet_store.h"

#define SHEET_ORDERS_MAX 1000             /* a file looks at */
#define SHEET_BYTES_MAX  ((size_t)400000) /* after that no other parcel is begun */

/* NOT_FROZEN before the cut-off. */
struct status sheets_frozen(const struct round *round);

void sheet_line_view(const struct sheet_line *line, Gb__SheetLine *out);

/* Each writes its text into *out. *ret_next: the number after which the next file begins, 0: none. */
struct status sheet_write_purchase(struct call *call, const struct round *round, enum sheet_format format,
                                   struct buf *out);
struct status sheet_write_delivery(struct call *call, const struct round *round, const struct place_row *place,
                                   enum sheet_format format, struct buf *out);
struct status sheet_write_picking(struct call *call, const struct round *round, const struct place_row *place,
                                  enum sheet_format format, int64_t after, struct buf *out, int64_t *ret_next);
/* For who climbs the stairs; with phones: the leader's alone. */
struct status sheet_write_doors(struct call *call, const struct round *round, enum sheet_format format, int64_t after,
                                struct buf *out, int64_t *ret_next);
struct status sheet_write_labels(struct call *call, const struct round *round, const struct place_row *place,
                                 enum sheet_format format, int64_t after, struct buf *out, int64_t *ret_next);

#endif
