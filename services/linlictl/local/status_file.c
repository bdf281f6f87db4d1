#include "linlictl/local/status_file.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/buf.h"
#include "linlictl/local/files.h"

static void add_text(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, "\"%s\": ", name);
    buf_json_string(out, text);
    buf_add_str(out, ", ");
}

static void add_unit(struct buf *out, const struct unit *unit)
{
    buf_add_str(out, "    { ");
    add_text(out, "name", unit->spec.name);
    add_text(out, "service", unit->service);
    add_text(out, "log", unit->spec.log_path);
    buf_printf(
        out, "\"pid\": %d, \"started\": %" PRIu64 ", \"restarts\": %d, \"ready\": %s, \"port\": %d, \"opsPort\": %d }",
        (int)unit->id.pid, unit->id.started, unit->restarts, unit->state == UNIT_READY ? "true" : "false", unit->port,
        unit->ops_port);
}

static void add_ports(struct buf *out, const struct ports *ports)
{
    const char *comma = "";

    buf_add_str(out, "  \"ports\": { ");
    for (int i = 0; i < ports->count; i++) {
        if (!ports->list[i].taken)
            continue;
        buf_printf(out, "%s\"%s\": %d", comma, ports->list[i].name, ports->list[i].number);
        comma = ", ";
    }
    buf_add_str(out, " },\n");
}

static void add_routes(struct buf *out, const struct stack *stack)
{
    buf_add_str(out, "  \"routes\": { ");
    for (int i = 0; i < stack->routes_count; i++)
        buf_printf(out, "%s\"%s\": %d", i ? ", " : "", stack->routes[i].name, stack->routes[i].port);
    buf_add_str(out, " },\n");
}

static void add_addresses(struct buf *out, const struct stack *stack)
{
    const char *comma = "";

    buf_add_str(out, "  \"urls\": { ");
    for (int i = 0; i < stack->units_count; i++) {
        const struct unit *unit = &stack->units[i];

        if (!unit->serves_http)
            continue;
        buf_printf(out, "%s\"%s\": \"http://127.0.0.1:%d\"", comma, unit->spec.name, unit->port);
        comma = ", ";
    }
    buf_add_str(out, " },\n");
}

struct status status_file_write(const struct stack *stack, const char *state)
{
    struct arena arena;
    struct buf out;

    arena_init(&arena, ARENA_BYTES_MAX);
    buf_init(&out, &arena, 16 * 1024);
    buf_printf(&out, "{\n  \"state\": \"%s\",\n  \"supervisor\": %d,\n  ", state, (int)getpid());
    add_text(&out, "root", stack->place.root);
    add_text(&out, "run", stack->place.state);
    add_text(&out, "secrets", stack->place.secrets);
    buf_add_str(&out, "\n");
    add_ports(&out, &stack->ports);
    if (stack->options.through)
        add_routes(&out, stack);
    add_addresses(&out, stack);
    buf_add_str(&out, "  \"processes\": [\n");
    for (int i = 0; i < stack->units_count; i++) {
        add_unit(&out, &stack->units[i]);
        buf_add_str(&out, i + 1 < stack->units_count ? ",\n" : "\n");
    }
    buf_add_str(&out, "  ]\n}\n");
    struct status status = file_write(arena_printf(&arena, "%s/status.json", stack->place.state), out.data, 0644);

    arena_finish(&arena);
    return status;
}
