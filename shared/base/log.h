/* One JSON object a line on standard error. Library and domain code never logs above debug; the edge logs a call once.
 *
 *     log_info("call", LOG_STR("method", method), LOG_INT("ms", ms));
 *
 * Context set for the thread (trace id, service) is added by itself. Never pass a secret, a token, a phone or an openid.
 * Lines longer than LOG_LINE_BYTES_MAX are cut, still valid JSON.
 */
#ifndef LINLI_BASE_LOG_H
#define LINLI_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define LOG_LINE_BYTES_MAX 4096
#define LOG_GATHER_MS_MAX  20

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name;
    enum { LOG_FIELD_STR, LOG_FIELD_INT } type;
    const char *str;
    int64_t num;
};

#define LOG_STR(name_, value_) ((struct log_field){ .name = (name_), .type = LOG_FIELD_STR, .str = (value_) })
#define LOG_INT(name_, value_) ((struct log_field){ .name = (name_), .type = LOG_FIELD_INT, .num = (value_) })

void log_init(const char *service, enum log_level level);
/* From now until the process ends lines of all threads gather, and a thread of their own writes them LOG_GATHER_MS_MAX later
 * at most: a system call for many. A warning or worse is written at once, behind what waits. What has not been written is
 * lost with a process that is killed. Once a process, before it has other threads; it must not fork after. */
void log_gather(void);
enum log_level log_level_parse(const char *text); /* debug, info, warn, error; anything else: info */
void log_trace_set(const char *trace_id); /* for this thread; copied; NULL: none */
/* From now on this thread's lines gather in `buffer`, until they fill it or log_release() writes them: many lines, one
 * write. A warning or worse is written at once, behind what waits. */
void log_hold(char *buffer, size_t bytes);
void log_release(void);
void log_write(enum log_level level, const char *message, const struct log_field *fields, int count);

#define log_fields_(level, message, ...)                                                     \
    log_write(level, message, (const struct log_field[]){ { 0 } __VA_OPT__(, ) __VA_ARGS__ } + 1, \
              (int)(sizeof((const struct log_field[]){ { 0 } __VA_OPT__(, ) __VA_ARGS__ }) / sizeof(struct log_field)) - 1)
#define log_debug(message, ...) log_fields_(LOG_DEBUG, message __VA_OPT__(, ) __VA_ARGS__)
#define log_info(message, ...) log_fields_(LOG_INFO, message __VA_OPT__(, ) __VA_ARGS__)
#define log_warn(message, ...) log_fields_(LOG_WARN, message __VA_OPT__(, ) __VA_ARGS__)
#define log_error(message, ...) log_fields_(LOG_ERROR, message __VA_OPT__(, ) __VA_ARGS__)
/* A line with the status's code, reason and text. */
void log_status(enum log_level level, const char *message, struct status status);

#endif
