/* Something else for what is short: who would go short is asked, and who says yes in time gets it. */
#ifndef GROUPBUY_FLOW_SUBSTITUTING_H
#define GROUPBUY_FLOW_SUBSTITUTING_H

#include "groupbuy/flow/receiving.h"
#include "groupbuy/store/substitution_store.h"

/* Those of `less` who said yes get of what there is, by number; the rest is back in its stock. SUBSTITUTION_OPEN while
 * somebody may still answer. The round is held. */
struct status substitutions_share(struct call *call, const struct round *round, const struct place_row *place,
                                  const struct pick *less, size_t count);

/* What `units` of the line were paid for and a substitute at `price` does not cost: goes back. */
fen substitution_difference(const struct order_line *line, int64_t units, fen price);

void substitution_view(struct call *call, const struct substitution *substitution, Gb__Substitution *out);
void substitution_part_view(struct call *call, const struct substitution_part *part, Gb__OrderSubstitution *out);

#endif
