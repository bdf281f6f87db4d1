#include "linlictl/local/stack.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/local/template.h"
#include "linlictl/secrets.h"

/* ---- stack.conf ---- */

static struct status wrong_line(const struct line_reader *line, const char *what)
{
    return fail(USAGE, "stack.conf line %d: %s", line->number, what);
}

static struct status parse_port(const struct line_reader *line, struct stack *stack)
{
    if (line->words_count != 3 || stack->preferred_count == SERVICES_MAX)
        return wrong_line(line, "port NAME NUMBER");
    snprintf(stack->preferred[stack->preferred_count].name, PORT_NAME_CHARS_MAX + 1, "%s", line->words[1]);
    stack->preferred[stack->preferred_count++].number = (int)strtol(line->words[2], NULL, 10);
    return OK;
}

static struct status parse_set(const struct line_reader *line, struct stack *stack)
{
    if (line->words_count != 4 || stack->settings_count == STACK_SETTINGS_MAX)
        return wrong_line(line, "set WHO VARIABLE VALUE");
    stack->settings[stack->settings_count++] =
        (struct stack_setting){ .who = line->words[1], .name = line->words[2], .value = line->words[3] };
    return OK;
}

static struct status parse_process(const struct line_reader *line, struct stack *stack)
{
    struct stack_process *process = &stack->processes[stack->processes_count];

    if (line->words_count < 4 || stack->processes_count == STACK_PROCESSES_MAX)
        return wrong_line(line, "process NAME PATH COMMAND ...");
    process->name = line->words[1];
    process->path = line->words[2];
    for (int i = 3; i < line->words_count; i++)
        process->words[i - 3] = line->words[i];
    stack->processes_count++;
    return OK;
}

static struct status parse_stack_conf(struct stack *stack, const char *path)
{
    struct line_reader line;
    char *text;

    TRY(file_read(stack->arena, path, &text));
    line = line_reader(text);
    while (line_next(&line)) {
        if (strcmp(line.words[0], "port") == 0)
            TRY(parse_port(&line, stack));
        else if (strcmp(line.words[0], "set") == 0)
            TRY(parse_set(&line, stack));
        else if (strcmp(line.words[0], "process") == 0)
            TRY(parse_process(&line, stack));
        else
            return wrong_line(&line, "port, set or process is wanted");
    }
    return OK;
}

struct status stack_load(struct arena *arena, const struct stack_options *options, struct stack *stack)
{
    *stack = (struct stack){ .arena = arena, .options = *options };
    TRY(place_find(arena, &stack->place));
    TRY(service_list_load(arena, stack->place.services, &stack->services));
    return parse_stack_conf(stack, arena_printf(arena, "%s/deploy/local/stack.conf", stack->place.root));
}

/* ---- ports ---- */

struct status stack_port(struct stack *stack, const char *name, int *ret_port)
{
    int preferred = 0;

    for (int i = 0; i < stack->preferred_count && !stack->options.any_ports; i++)
        if (strcmp(stack->preferred[i].name, name) == 0)
            preferred = stack->preferred[i].number;
    return ports_take(&stack->ports, name, preferred, ret_port);
}

/* ---- names in templates ---- */

struct names {
    struct stack *stack;
    const struct unit *unit;
    bool task; /* run once, and of no route */
};

static const char *upper(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    for (char *c = copy; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

static const char *number(struct arena *arena, int value)
{
    return arena_printf(arena, "%d", value);
}

static const char *port_called(struct stack *stack, const char *name)
{
    int port;

    return ok(stack_port(stack, name, &port)) ? number(stack->arena, port) : NULL;
}

/* `to`, for this process; `wechat.gateway`, for whoever tells that one where to go. */
static const char *way_called(const struct names *names, const char *to)
{
    struct stack *stack = names->stack;
    int port;

    if (names->task || !names->unit)
        return port_called(stack, to);
    return ok(stack_way(stack, names->unit->spec.name, to, &port)) ? number(stack->arena, port) : NULL;
}

static const char *route_called(struct stack *stack, const char *name)
{
    const char *dot = strchr(name, '.');
    int port;

    if (!dot || !ok(stack_way(stack, arena_strndup(stack->arena, name, (size_t)(dot - name)), dot + 1, &port)))
        return NULL;
    return number(stack->arena, port);
}

static const char *database_url_of(const struct names *names)
{
    const char *path;

    return ok(stack_database_url(names->stack, names->unit->service, names->task ? NULL : names->unit->spec.name,
                                 &path))
               ? path
               : NULL;
}

/* The secret's file, made when it is not there yet. */
static const char *file_of_secret(struct stack *stack, const char *name)
{
    const char *secret;

    if (!ok(secret_get(stack->arena, stack->place.secrets, name, &secret)))
        return NULL;
    return arena_printf(stack->arena, "%s/%s", stack->place.secrets, name);
}

static const char *name_of_unit(const struct names *names, const char *name)
{
    struct arena *arena = names->stack->arena;
    const struct unit *unit = names->unit;

    if (strcmp(name, "name") == 0)
        return unit->service;
    if (strcmp(name, "NAME") == 0)
        return upper(arena, unit->service);
    if (strcmp(name, "instance") == 0)
        return unit->spec.name;
    if (strcmp(name, "port") == 0)
        return number(arena, unit->port);
    if (strcmp(name, "ops") == 0)
        return number(arena, unit->ops_port);
    if (strcmp(name, "database-url") == 0)
        return database_url_of(names);
    return NULL;
}

static const char *look_up(void *context, const char *name)
{
    struct names *names = context;
    const struct place *place = &names->stack->place;

    if (strcmp(name, "root") == 0)
        return place->root;
    if (strcmp(name, "run") == 0)
        return place->state;
    if (strcmp(name, "secrets") == 0)
        return place->secrets;
    if (strcmp(name, "bin") == 0)
        return place->bin;
    if (strcmp(name, "contract") == 0)
        return place->contract;
    if (strncmp(name, "port.", 5) == 0)
        return port_called(names->stack, name + 5);
    if (strncmp(name, "to.", 3) == 0)
        return way_called(names, name + 3);
    if (strncmp(name, "route.", 6) == 0)
        return route_called(names->stack, name + 6);
    if (strncmp(name, "secret.", 7) == 0)
        return file_of_secret(names->stack, name + 7);
    return names->unit ? name_of_unit(names, name) : NULL;
}

/* ---- units ---- */

struct unit *stack_add(struct stack *stack, const char *name, int stage)
{
    struct unit *unit = &stack->units[stack->units_count];

    if (stack->units_count == UNITS_MAX)
        return NULL;
    stack->units_count++;
    *unit = (struct unit){ .stage = stage, .stop_signal = SIGTERM, .service = name };
    unit->spec.name = name;
    unit->spec.log_path = arena_printf(stack->arena, "%s/log/%s.log", stack->place.state, name);
    return unit;
}

void unit_word(struct unit *unit, const char *word)
{
    for (int i = 0; i < PROCESS_WORDS_MAX; i++)
        if (!unit->spec.argv[i]) {
            unit->spec.argv[i] = word;
            return;
        }
}

void unit_setting(struct stack *stack, struct unit *unit, const char *name, const char *value)
{
    for (int i = 0; i < PROCESS_SETTINGS_MAX; i++)
        if (!unit->spec.settings[i]) {
            unit->spec.settings[i] = arena_printf(stack->arena, "%s=%s", name, value);
            return;
        }
}

/* What the environment says already, as NAME or NAME_FILE, stays. */
static bool in_environment(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    const char *bare =
        length > 5 && strcmp(name + length - 5, "_FILE") == 0 ? arena_strndup(arena, name, length - 5) : name;

    return getenv(bare) || getenv(arena_printf(arena, "%s_FILE", bare));
}

static bool is_service(const struct stack *stack, const char *name)
{
    for (size_t i = 0; i < stack->services.count; i++)
        if (strcmp(stack->services.entries[i].name, name) == 0)
            return true;
    return false;
}

static bool is_meant(const struct stack *stack, const char *who, const char *service, const char *task)
{
    if (strcmp(who, "services") == 0)
        return is_service(stack, service);
    return strcmp(who, "*") == 0 || strcmp(who, service) == 0 || strcmp(who, task) == 0;
}

/* Those of its service, of all, and of the task when it is one. */
static struct status add_settings(struct stack *stack, struct unit *unit, const char *task)
{
    struct names names = { .stack = stack, .unit = unit, .task = *task != '\0' };

    for (int i = 0; i < stack->settings_count; i++) {
        const struct stack_setting *setting = &stack->settings[i];
        const char *name, *value;

        if (!is_meant(stack, setting->who, unit->service, task))
            continue;
        TRY(template_expand(stack->arena, setting->name, look_up, &names, &name));
        TRY(template_expand(stack->arena, setting->value, look_up, &names, &value));
        if (!in_environment(stack->arena, name))
            unit_setting(stack, unit, name, value);
    }
    return OK;
}

static int replicas_of(const struct stack *stack, const char *service)
{
    for (int i = 0; i < stack->options.replicas_count; i++)
        if (strcmp(stack->options.replicas[i].service, service) == 0)
            return stack->options.replicas[i].count;
    return 1;
}

static struct status add_process_of(struct stack *stack, const char *service, int replica, int stage)
{
    const char *name = replica == 1 ? service : arena_printf(stack->arena, "%s-%d", service, replica);
    struct unit *unit = stack_add(stack, name, stage);

    if (!unit)
        return fail(USAGE, "more than %d processes", UNITS_MAX);
    unit->service = service;
    unit_word(unit, arena_printf(stack->arena, "%s/linli-%s", stack->place.bin, service));
    TRY(stack_port(stack, arena_printf(stack->arena, "ops.%s", name), &unit->ops_port));
    unit->serves_http = stage == STAGE_GATEWAY;
    if (unit->serves_http)
        TRY(stack_port(stack, name, &unit->port));
    unit->probe = (struct probe){ .kind = PROBE_HTTP, .port = unit->ops_port, .path = "/readyz" };
    return add_settings(stack, unit, "");
}

/* All replicas of a service, when it is built. */
static struct status add_service(struct stack *stack, const char *service, int stage)
{
    if (!file_exists(arena_printf(stack->arena, "%s/linli-%s", stack->place.bin, service)))
        return OK;
    for (int replica = 1; replica <= replicas_of(stack, service); replica++)
        TRY(add_process_of(stack, service, replica, stage));
    return OK;
}

static struct status add_process(struct stack *stack, const struct stack_process *process)
{
    struct names names = { .stack = stack };
    struct unit *unit = stack_add(stack, process->name, STAGE_STORES);

    if (!unit)
        return fail(USAGE, "more than %d processes", UNITS_MAX);
    TRY(stack_port(stack, process->name, &unit->port));
    unit->serves_http = true;
    unit->probe = (struct probe){ .kind = PROBE_HTTP, .port = unit->port, .path = process->path };
    for (int i = 0; process->words[i]; i++) {
        const char *word;

        TRY(template_expand(stack->arena, process->words[i], look_up, &names, &word));
        unit_word(unit, word);
    }
    return OK;
}

struct status stack_task(struct stack *stack, const char *task, const char *service, struct process_spec *ret_spec)
{
    struct unit unit = { .service = service };

    unit.spec.name = task;
    unit.spec.log_path = arena_printf(stack->arena, "%s/log/%s.log", stack->place.state, task);
    TRY(add_settings(stack, &unit, task));
    *ret_spec = unit.spec;
    return OK;
}

/* ---- all together ---- */

static struct status make_folders(const struct stack *stack)
{
    static const char *const folders[] = { "", "/log", "/pids", "/nats", "/redis" };

    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
        TRY(folder_make(arena_printf(stack->arena, "%s%s", stack->place.state, folders[i]), 0755));
    return folder_make(stack->place.secrets, 0700);
}

static struct status add_all(struct stack *stack)
{
    TRY(stack_add_postgres(stack));
    TRY(stack_add_nats(stack));
    TRY(stack_add_redis(stack));
    for (int i = 0; i < stack->processes_count; i++)
        TRY(add_process(stack, &stack->processes[i]));
    for (size_t i = 0; i < stack->services.count; i++)
        TRY(add_service(stack, stack->services.entries[i].name, STAGE_SERVICES));
    TRY(add_service(stack, "gateway", STAGE_GATEWAY));
    return stack->options.through ? stack_add_proxy(stack) : OK;
}

struct status stack_prepare(struct stack *stack)
{
    const char *ports_path = arena_printf(stack->arena, "%s/ports", stack->place.state);

    TRY(make_folders(stack));
    TRY(ports_load(ports_path, stack->arena, &stack->ports));
    TRY(add_all(stack));
    return ports_save(&stack->ports, stack->arena, ports_path);
}
