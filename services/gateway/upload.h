/* Methods that take a file: its bytes go into the object store, never over the bus; the service hears where they are. */
#ifndef LINLI_GATEWAY_UPLOAD_H
#define LINLI_GATEWAY_UPLOAD_H

#include "gateway/exchange.h"

/* Answers, or fails for the caller to answer. */
struct status upload_serve(struct exchange *exchange);

#endif
