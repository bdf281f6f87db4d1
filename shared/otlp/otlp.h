/* The exporter of spans (base/trace.h): a thread that sends what has gathered to a collector, by OTLP over HTTP.
 *
 * Without an address there is none, and nothing is allocated. A collector that is away, slow or busy holds nobody up:
 * one batch waits and is tried again, further and further apart, another one fills, and what finds no room is dropped
 * and counted.
 */
#ifndef LINLI_OTLP_OTLP_H
#define LINLI_OTLP_OTLP_H

#include "base/buf.h"
#include "base/settings.h"
#include "base/trace.h"

#define OTLP_INTERVAL_MS    1000 /* so often spans leave, sooner when there are many */
#define OTLP_POST_MS_MAX    3000 /* one exchange with the collector */
#define OTLP_ATTEMPTS_MAX   5    /* of a batch */
#define OTLP_PAUSE_MS_FIRST 1000 /* before the second one; twice as long before each further one */
#define OTLP_PAUSE_MS_MAX   30000
#define OTLP_LAST_MS_MAX    800 /* for all that is left when the process ends */
#define OTLP_URL_BYTES_MAX  512

struct otlp_settings {
    const char *url;
    int64_t sampled_permille;
};

#define OTLP_SETTINGS(target)                                                                                          \
    SETTING_TEXT((target).url, "LINLI_OTLP_URL", "", PLAIN,                                                            \
                 "the collector of traces, by OTLP over HTTP: http://host:4318, /v1/traces is put behind it; empty: "  \
                 "no traces"),                                                                                         \
        SETTING_INT(                                                                                                   \
            (target).sampled_permille, "LINLI_OTLP_SAMPLED_PERMILLE", 1000, 0, 1000,                                   \
            "of a thousand traces that begin here or come from outside, how many are recorded; others do as their "    \
            "traceparent says")

/* One exchange: the answer's status, 0 when there was none. Ends when `go_on` says no. */
typedef int otlp_post(const char *url, const struct span_batch *batch, int timeout_ms, bool (*go_on)(void *context),
                      void *context, int64_t *ret_retry_after_s);

struct otlp;

/* *ret_otlp is NULL when there is no address. `post` NULL: the module's, over libcurl. */
struct status otlp_start(const struct otlp_settings *settings, const char *service, otlp_post *post,
                         struct otlp **ret_otlp);
/* Sends what is left, for OTLP_LAST_MS_MAX at most; NULL is allowed. */
void otlp_stop(struct otlp *otlp);
/* Also without an exporter. */
void otlp_metrics(struct buf *out);

#endif
