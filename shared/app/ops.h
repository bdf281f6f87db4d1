/* The operations port: /healthz (the process is alive), /readyz (it can serve: stores and bus answer), /metrics
 * (Prometheus text; what every process has is written here: linli_ready, linli_build_info, process_…). */
#ifndef LINLI_APP_OPS_H
#define LINLI_APP_OPS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"

struct ops;

struct ops_options {
    const char *service; /* whose process it is */
    const char *address; /* 127.0.0.1:0 picks a port */
    struct status (*ready)(void *context);
    void (*metrics)(void *context, struct buf *out);
    void *context;
};

struct status ops_start(const struct ops_options *options, struct ops **ret_ops);
int ops_port(const struct ops *ops);
void ops_stop(struct ops *ops);

#endif
