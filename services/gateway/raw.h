/* Methods with option `raw`: the HTTP request is handed on as it came (linli.api.RawRequest), the answer is what the
 * service says (linli.api.RawResponse). For callbacks whose signature covers the exact bytes; any failure is 500, so
 * that the caller comes again. */
#ifndef LINLI_GATEWAY_RAW_H
#define LINLI_GATEWAY_RAW_H

#include "gateway/exchange.h"

struct status raw_serve(struct exchange *exchange);

#endif
