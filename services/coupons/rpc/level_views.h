/* How levels are shown. */
#ifndef LINLI_COUPONS_RPC_LEVEL_VIEWS_H
#define LINLI_COUPONS_RPC_LEVEL_VIEWS_H

#include "coupons/coupons.h"
#include "coupons/domain/level.h"

void level_set_view(struct call *call, const struct level_set *set, Cp__LevelSet *out);
/* As he stands now: years that are over and nobody has looked at count. */
struct status member_level_show(struct call *call, const char *user_id, Cp__MemberLevel *out);

#endif
