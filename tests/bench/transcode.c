/* JSON ⇄ wire beside jansson's parse and dump of the same document, a small one and a page of twenty: prints one line
 * of JSON, the ratios and the microseconds of one conversion. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "contract/transcode.h"

#define ROUNDS    7
#define BYTES_RUN ((size_t)20 << 20) /* of JSON, a round */

struct work {
    const struct message_type *type;
    struct buf json, wire;
    struct arena arena; /* of one conversion */
    json_t *parsed;
};

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(EXIT_FAILURE);
}

/* A page of things, as a list answers it. */
static void write_page(struct buf *json, int things)
{
    buf_add_str(json, "{\"things\":[");
    for (int i = 0; i < things; i++)
        buf_printf(json,
                   "%s{\"thingId\":\"0123456789abcdef0123456789abcd%02x\",\"title\":\"云山花园团购 fresh fruit %d\","
                   "\"priceFen\":%d,\"createdAt\":\"2026-11-21T20:00:0%d.123Z\",\"volume\":\"LOUD\","
                   "\"lines\":[{\"skuId\":\"0123456789abcdef0123456789abcdef\",\"quantity\":2}]}",
                   i ? "," : "", i, i, 1000 + i, i % 10);
    buf_add_str(json, "],\"nextPageToken\":\"abc\"}");
}

static void to_wire(struct work *work)
{
    struct buf wire;

    arena_reset(&work->arena);
    buf_init(&wire, &work->arena, 4096);
    if (!ok(json_to_wire(work->type, &work->arena, work->json.data, work->json.len, NULL, NULL, 0, &wire)))
        die("the page is not taken");
}

static void to_json(struct work *work)
{
    struct buf json;

    arena_reset(&work->arena);
    buf_init(&json, &work->arena, 4096);
    if (!ok(wire_to_json(work->type, work->wire.data, work->wire.len, &json)))
        die("the page is not shown");
}

static void parse(struct work *work)
{
    json_t *json = json_loadb(work->json.data, work->json.len, JSON_REJECT_DUPLICATES, NULL);

    if (!json)
        die("jansson does not take the page");
    json_decref(json);
}

static void dump(struct work *work)
{
    free(json_dumps(work->parsed, JSON_COMPACT));
}

/* The best of several rounds, in microseconds of one conversion: others use this machine as well. */
static double measure(struct work *work, void (*convert)(struct work *work))
{
    size_t times = BYTES_RUN / work->json.len;
    double best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = clock_mono_us();
        double took;

        for (size_t i = 0; i < times; i++)
            convert(work);
        took = (double)(clock_mono_us() - start) / (double)times;
        if (round == 0 || took < best)
            best = took;
    }
    return best;
}

static void compare(const struct contract *contract, const char *name, int things)
{
    struct work work = { .type = contract_message(contract, "linli.demo.v1.ListThingsResponse") };
    struct arena arena;
    double in, out, parsed, dumped;

    arena_init(&arena, ARENA_BYTES_MAX);
    arena_init(&work.arena, ARENA_BYTES_MAX);
    buf_init(&work.json, &arena, 0);
    buf_init(&work.wire, &arena, 0);
    write_page(&work.json, things);
    if (!ok(json_to_wire(work.type, &arena, work.json.data, work.json.len, NULL, NULL, 0, &work.wire)))
        die("the page is not taken");
    work.parsed = json_loadb(work.json.data, work.json.len, 0, NULL);
    in = measure(&work, to_wire);
    out = measure(&work, to_json);
    parsed = measure(&work, parse);
    dumped = measure(&work, dump);
    printf("\"%s\":{\"bytes\":%zu,\"ratio\":%.3f,\"inUs\":%.3f,\"outUs\":%.3f,\"parseUs\":%.3f,\"dumpUs\":%.3f}", name,
           work.json.len, (parsed + dumped) / (in + out), in, out, parsed, dumped);
    json_decref(work.parsed);
    arena_finish(&work.arena);
    arena_finish(&arena);
}

int main(void)
{
    struct contract *contract;

    if (!ok(contract_load_file(DEMO_SET, &contract)))
        die("the contract for tests does not load");
    printf("{");
    compare(contract, "small", 1);
    printf(",");
    compare(contract, "large", 20);
    printf("}\n");
    contract_destroy(contract);
    return EXIT_SUCCESS;
}
