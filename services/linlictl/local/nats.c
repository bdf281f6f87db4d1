/* NATS: JetStream on, nobody without a name, each process with its own subjects only. */
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/local/stack.h"
#include "linlictl/nats_config.h"

/* The contract with all its comments is large; what it needed is given back at once. */
static struct status write_config(const struct nats_config *config, const char *path)
{
    struct arena arena;
    const char *text;

    arena_init(&arena, NATS_CONFIG_ARENA_BYTES_MAX);
    struct status status = nats_config_make(&arena, config, &text);

    if (ok(status))
        status = file_write(path, text, 0600);
    arena_finish(&arena);
    return status;
}

struct status stack_add_nats(struct stack *stack)
{
    const char *conf_path = arena_printf(stack->arena, "%s/nats.conf", stack->place.secrets);
    struct nats_config config = { .services = &stack->services,
                                  .contract = stack->place.contract,
                                  .secrets = stack->place.secrets,
                                  .store = arena_printf(stack->arena, "%s/nats", stack->place.state) };
    struct unit *unit = stack_add(stack, "nats", STAGE_STORES);

    TRY(stack_port(stack, "nats", &unit->port));
    TRY(stack_port(stack, "nats.monitor", &unit->ops_port));
    config.port = unit->port;
    config.monitor_port = unit->ops_port;
    TRY(write_config(&config, conf_path));
    unit_word(unit, "nats-server");
    unit_word(unit, "--config");
    unit_word(unit, conf_path);
    unit->probe = unit->alive = (struct probe){ .kind = PROBE_NATS, .port = unit->ops_port };
    return OK;
}
