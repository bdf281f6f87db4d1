/* Who did what: a line of the audit log, in the transaction of the change. */
#ifndef LINLI_AUTH_RPC_AUDITING_H
#define LINLI_AUTH_RPC_AUDITING_H

#include "auth/store/role_store.h"
#include "rpc/call.h"

struct status audit(struct call *call, const char *action, const char *subject_id, const char *detail);

#endif
