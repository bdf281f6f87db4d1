/* The contract for tests alone, and a way to say in one line what came of a conversion. */
#ifndef LINLI_TESTS_DEMO_H
#define LINLI_TESTS_DEMO_H

#include <stdio.h>
#include <string.h>

#include "support/check.h"

#include "base/arena.h"
#include "base/buf.h"
#include "contract/contract.h"
#include "contract/transcode.h"

struct demo {
    struct contract *contract;
    struct arena arena;
};

static inline int demo_open(void **state)
{
    static struct demo demo;

    if (!demo.contract) {
        arena_init(&demo.arena, ARENA_BYTES_MAX);
        assert_ok(contract_load_file(DEMO_SET, &demo.contract));
    }
    *state = &demo;
    return 0;
}

/* After each test. */
static inline int demo_forget(void **state)
{
    arena_reset(&((struct demo *)*state)->arena);
    return 0;
}

static inline int demo_close(void **state)
{
    struct demo *demo = *state;

    arena_finish(&demo->arena);
    contract_destroy(demo->contract);
    return 0;
}

static inline const struct message_type *demo_type(struct demo *demo, const char *name)
{
    const struct message_type *type =
        contract_message(demo->contract, arena_printf(&demo->arena, "linli.demo.v1.%s", name));

    assert_non_null(type);
    return type;
}

/* "ok", "BAD_REQUEST: text", or "field reason; field reason". */
static inline const char *demo_outcome(struct demo *demo, struct status status)
{
    struct buf text;

    if (ok(status))
        return "ok";
    if (!status.violations)
        return arena_printf(&demo->arena, "%s: %s", status.reason, status.text);
    buf_init(&text, &demo->arena, 0);
    for (int i = 0; i < status.violations->count && i < VIOLATIONS_MAX; i++)
        buf_printf(&text, "%s%s %s", i ? "; " : "", status.violations->list[i].field,
                   status.violations->list[i].reason);
    return text.data;
}

static inline struct status demo_to_wire(struct demo *demo, const char *type, const char *json, struct buf *wire)
{
    buf_init(wire, &demo->arena, 0);
    return json_to_wire(demo_type(demo, type), &demo->arena, json, strlen(json), NULL, NULL, 0, wire);
}

/* JSON → wire → JSON. */
static inline const char *demo_round(struct demo *demo, const char *type, const char *json)
{
    struct buf wire, back;
    struct status status = demo_to_wire(demo, type, json, &wire);

    if (!ok(status))
        return demo_outcome(demo, status);
    buf_init(&back, &demo->arena, 0);
    status = wire_to_json(demo_type(demo, type), wire.data, wire.len, &back);
    return ok(status) ? back.data : demo_outcome(demo, status);
}

#endif
