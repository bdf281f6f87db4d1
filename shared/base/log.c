#include "base/log_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

#define TRACE_ID_BYTES 64
#define CLOSING        "\"}\n" /* room that is always kept: whatever is cut, the line can be ended */

struct line {
    size_t len;
    char data[LOG_LINE_BYTES_MAX];
};

static char service_name[64];
static enum log_level level_min = LOG_INFO;
static _Thread_local char trace[TRACE_ID_BYTES];
static _Thread_local struct {
    char *data; /* NULL: nothing is held */
    size_t len, size;
} held;

void log_init(const char *service, enum log_level level)
{
    snprintf(service_name, sizeof(service_name), "%s", service);
    level_min = level;
}

static const char *const level_names[] = { "debug", "info", "warn", "error" };

enum log_level log_level_parse(const char *text)
{
    for (int level = LOG_DEBUG; level <= LOG_ERROR; level++)
        if (text && strcmp(text, level_names[level]) == 0)
            return (enum log_level)level;
    return LOG_INFO;
}

void log_trace_set(const char *trace_id)
{
    size_t bytes = trace_id ? strnlen(trace_id, sizeof(trace) - 1) : 0;

    if (bytes)
        memcpy(trace, trace_id, bytes);
    trace[bytes] = '\0';
}

static bool line_add(struct line *line, const char *data, size_t bytes)
{
    if (line->len + bytes + sizeof(CLOSING) - 1 > sizeof(line->data))
        return false;
    memcpy(line->data + line->len, data, bytes);
    line->len += bytes;
    return true;
}

/* As much of the text as fits. */
static void line_add_escaped(struct line *line, const char *text)
{
    char escaped[JSON_ESCAPE_BYTES];
    size_t bytes = strlen(text), escaped_bytes;

    if (json_plain(text, bytes) == bytes && line_add(line, text, bytes))
        return;
    while (bytes) {
        size_t taken = json_escape(text, bytes, escaped, &escaped_bytes);

        if (!line_add(line, escaped, escaped_bytes))
            return;
        text += taken;
        bytes -= taken;
    }
}

static bool line_add_text(struct line *line, const char *text)
{
    return line_add(line, text, strlen(text));
}

/* ,"name": and the value's first character; all of it or nothing. Every request leaves a line, so no printf here. */
static bool line_begin_field(struct line *line, const char *name, const char *first)
{
    size_t start = line->len;

    if (line_add_text(line, start > 1 ? ",\"" : "\"") && line_add_text(line, name) && line_add_text(line, "\":") &&
        line_add_text(line, first))
        return true;
    line->len = start;
    return false;
}

static void line_add_string(struct line *line, const char *name, const char *value)
{
    if (!value) {
        line_begin_field(line, name, "null");
        return;
    }
    if (!line_begin_field(line, name, "\""))
        return;
    line_add_escaped(line, value);
    line->data[line->len++] = '"';
}

static void line_add_int(struct line *line, const char *name, int64_t value)
{
    char digits[JSON_INT_BYTES + 1];

    digits[json_int(value, digits)] = '\0';
    line_begin_field(line, name, digits);
}

void log_write_all(const char *data, size_t bytes)
{
    while (bytes) {
        ssize_t written = write(STDERR_FILENO, data, bytes);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; /* nobody reads the log; there is nowhere left to say so */
        data += written;
        bytes -= (size_t)written;
    }
}

static void write_held(bool urgent)
{
    if (held.len)
        log_put(held.data, held.len, urgent);
    held.len = 0;
}

void log_hold(char *buffer, size_t bytes)
{
    held.data = buffer;
    held.size = bytes;
    held.len = 0;
}

void log_release(void)
{
    write_held(false);
    held.data = NULL;
}

static void write_or_hold(enum log_level level, const struct line *line)
{
    bool urgent = level >= LOG_WARN;

    if (held.data && held.len + line->len > held.size)
        write_held(urgent);
    if (!held.data || line->len > held.size) {
        log_put(line->data, line->len, urgent);
        return;
    }
    memcpy(held.data + held.len, line->data, line->len);
    held.len += line->len;
    if (urgent)
        write_held(true);
}

void log_write(enum log_level level, const char *message, const struct log_field *fields, int count)
{
    struct line line;
    char now[TIME_RFC3339_BYTES];

    if (level < level_min)
        return;
    line.data[0] = '{';
    line.len = 1;
    line_add_string(&line, "time", time_format_rfc3339(clock_unix_us(), now));
    line_add_string(&line, "level", level_names[level]);
    if (service_name[0])
        line_add_string(&line, "service", service_name);
    if (trace[0])
        line_add_string(&line, "trace_id", trace);
    line_add_string(&line, "message", message);
    for (int i = 0; i < count; i++) {
        if (fields[i].type == LOG_FIELD_STR)
            line_add_string(&line, fields[i].name, fields[i].str);
        else
            line_add_int(&line, fields[i].name, fields[i].num);
    }
    line.data[line.len++] = '}';
    line.data[line.len++] = '\n';
    write_or_hold(level, &line);
}

void log_status(enum log_level level, const char *message, struct status status)
{
    const struct log_field fields[] = {
        LOG_STR("code", code_name(status.code)),
        LOG_STR("reason", status.reason),
        LOG_STR("text", status.text),
    };

    log_write(level, message, fields, 3);
}
