/* What a header like Accept or Accept-Language says: ranges with weights (RFC 9110, 12.4.2). Weights are thousandths.
 */
#ifndef LINLI_GATEWAY_ACCEPT_H
#define LINLI_GATEWAY_ACCEPT_H

#include <stddef.h>

#define ACCEPT_RANGES_MAX 16 /* what stands behind them does not count */

/* Of one range: "en-GB;q=0.8" is 800, without a weight 1000. */
int accept_range_weight(const char *range, size_t bytes);

/* How welcome `type` (text/csv) is to Accept: by the range that names it most closely; 0: not at all. Parameters of a
 * range do not count. */
int accept_weight(const char *accept, const char *type);

#endif
