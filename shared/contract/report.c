#include "contract/report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

#define PLACES_MAX (2 * MESSAGE_DEPTH_MAX + 2)

static void add_step(struct buf *path, const struct place *place)
{
    if (place->field) {
        buf_printf(path, "%s%s", path->len ? "." : "", place->field->json_name);
    } else if (place->index != NO_INDEX) {
        buf_printf(path, "[%" PRId64 "]", place->index);
    } else {
        if (path->len)
            buf_add_char(path, '.');
        buf_add(path, place->key, place->key_bytes);
    }
}

void report_add(struct report *report, const struct place *place, const char *format, ...)
{
    const struct place *steps[PLACES_MAX];
    char reason[sizeof(((struct violation *)0)->reason)];
    struct buf path;
    size_t count = 0;
    va_list args;

    for (; place && count < PLACES_MAX; place = place->parent)
        steps[count++] = place;
    if (!report->violations)
        report->violations = arena_new(report->arena, struct violations);
    if (report->violations->count >= VIOLATIONS_MAX) {
        report->violations->count = VIOLATIONS_MAX + 1;
        return;
    }
    buf_init(&path, report->arena, 0);
    while (count)
        add_step(&path, steps[--count]);
    va_start(args, format);
    vsnprintf(reason, sizeof(reason), format, args);
    va_end(args);
    violations_add(report->violations, path.data, "%s", reason);
}
