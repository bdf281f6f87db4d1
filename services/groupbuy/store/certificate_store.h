/* What was told of the ends of certificates. */
#ifndef GROUPBUY_STORE_CERTIFICATE_STORE_H
#define GROUPBUY_STORE_CERTIFICATE_STORE_H

#include "db/db.h"

/* The notice's id, in the transaction's arena; "" when this stage was told already. */
struct status certificate_notice_insert(struct tx *tx, const char *serial, int32_t days, const char **ret_id);

#endif
