/* Redis: memory only, an ACL user per process that sees only keys under its own name. */
#include "base/buf.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/local/stack.h"
#include "linlictl/secrets.h"

#define REDIS_MEMORY_MB 64

static struct status add_user(struct stack *stack, struct buf *acl, const char *name)
{
    const char *secret;

    TRY(secret_get(stack->arena, stack->place.secrets, arena_printf(stack->arena, "redis.%s", name), &secret));
    buf_printf(acl, "user %s on >%s resetchannels ~%s:* +@all -@dangerous -@admin -@pubsub -@blocking -@stream\n", name,
               secret, name);
    return OK;
}

static struct status write_acl(struct stack *stack, const char *path)
{
    struct buf acl;

    buf_init(&acl, stack->arena, 4096);
    buf_add_str(&acl, "user default off\n");
    for (size_t i = 0; i < stack->services.count; i++)
        TRY(add_user(stack, &acl, stack->services.entries[i].name));
    TRY(add_user(stack, &acl, "gateway"));
    /* Whoever runs the house: counts, empties, puts a copy aside, looks at what is slow. */
    const char *secret;
    TRY(secret_get(stack->arena, stack->place.secrets, "redis.linlictl", &secret));
    buf_printf(&acl, "user linlictl on >%s ~* +ping +info +dbsize +flushall +save +slowlog +acl|whoami\n", secret);
    return file_write(path, acl.data, 0600);
}

struct status stack_add_redis(struct stack *stack)
{
    const char *folder = arena_printf(stack->arena, "%s/redis", stack->place.state);
    const char *acl_path = arena_printf(stack->arena, "%s/redis.acl", stack->place.secrets);
    const char *conf_path = arena_printf(stack->arena, "%s/redis.conf", folder);
    struct unit *unit = stack_add(stack, "redis", STAGE_STORES);

    TRY(stack_port(stack, "redis", &unit->port));
    TRY(write_acl(stack, acl_path));
    TRY(file_write(
        conf_path,
        arena_printf(stack->arena,
                     "bind 127.0.0.1\nport %d\nprotected-mode yes\ndaemonize no\ndir \"%s\"\naclfile \"%s\"\n"
                     "save \"\"\nappendonly no\nmaxmemory %dmb\nmaxmemory-policy allkeys-lru\n"
                     "enable-debug-command no\nenable-module-command no\n",
                     unit->port, folder, acl_path, REDIS_MEMORY_MB),
        0644));
    unit_word(unit, "redis-server");
    unit_word(unit, conf_path);
    unit->probe = (struct probe){ .kind = PROBE_TCP, .port = unit->port };
    return OK;
}
