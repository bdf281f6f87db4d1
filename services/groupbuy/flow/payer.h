/* Who pays, as WeChat knows him. */
#ifndef GROUPBUY_FLOW_PAYER_H
#define GROUPBUY_FLOW_PAYER_H

#include "groupbuy/groupbuy.h"

/* The caller's openid in the mini-program that pays, asked of auth. PAYER_UNKNOWN. No transaction may be open. */
struct status payer_openid(struct call *call, const char **ret_openid);
/* Somebody's, so that he can be paid. */
struct status openid_of(struct call *call, const char *user_id, const char **ret_openid);

#endif
