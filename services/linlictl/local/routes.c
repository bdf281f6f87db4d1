/* Routes: with --through, each process of ours reaches each store by a port of its own, where a program stands between.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/local/stack.h"

static struct stack_route *find(struct stack *stack, const char *name)
{
    for (int i = 0; i < stack->routes_count; i++)
        if (strcmp(stack->routes[i].name, name) == 0)
            return &stack->routes[i];
    return NULL;
}

static struct status add(struct stack *stack, const char *name, const char *to, int *ret_port)
{
    struct stack_route *route = &stack->routes[stack->routes_count];

    if (stack->routes_count == STACK_ROUTES_MAX)
        return fail(USAGE, "more than %d routes", STACK_ROUTES_MAX);
    route->name = name;
    TRY(stack_port(stack, to, &route->to_port));
    TRY(stack_port(stack, arena_printf(stack->arena, "route.%s", name), &route->port));
    stack->routes_count++;
    *ret_port = route->port;
    return OK;
}

struct status stack_way(struct stack *stack, const char *from, const char *to, int *ret_port)
{
    const char *name = arena_printf(stack->arena, "%s.%s", from, to);
    const struct stack_route *route = find(stack, name);

    if (!stack->options.through)
        return stack_port(stack, to, ret_port);
    if (!route)
        return add(stack, name, to, ret_port);
    *ret_port = route->port;
    return OK;
}

/* NAME PORT TO_PORT a line, which the program reads. */
static struct status write_routes(struct stack *stack, const char *path)
{
    struct buf text;

    buf_init(&text, stack->arena, 4096);
    for (int i = 0; i < stack->routes_count; i++)
        buf_printf(&text, "%s %d %d\n", stack->routes[i].name, stack->routes[i].port, stack->routes[i].to_port);
    return file_write(path, text.data, 0644);
}

struct status stack_add_proxy(struct stack *stack)
{
    const char *path = arena_printf(stack->arena, "%s/routes", stack->place.state);
    struct unit *unit = stack_add(stack, "proxy", STAGE_STORES);

    if (!unit)
        return fail(USAGE, "more than %d processes", UNITS_MAX);
    TRY(stack_port(stack, "proxy", &unit->port));
    TRY(write_routes(stack, path));
    unit_word(unit, stack->options.through);
    unit_word(unit, path);
    unit_word(unit, arena_printf(stack->arena, "%d", unit->port));
    unit->probe = (struct probe){ .kind = PROBE_TCP, .port = unit->port };
    return OK;
}
