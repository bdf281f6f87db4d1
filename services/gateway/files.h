/* Objects by signed links (objects/link.h): who has one may read. */
#ifndef LINLI_GATEWAY_FILES_H
#define LINLI_GATEWAY_FILES_H

#include "gateway/exchange.h"

/* False when the path is none of a file. Otherwise it answers, or *ret_status is for the caller to answer. */
bool files_serve(struct exchange *exchange, struct status *ret_status);

#endif
