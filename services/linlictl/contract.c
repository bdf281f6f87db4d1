/* linlictl contract: the files that derive from the contract, and what a change of it would break. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "contract/breaking.h"
#include "contract/openapi.h"
#include "contract/route.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/place.h"

#define OPENAPI  "deploy/openapi.json"
#define ROUTES   "proto/routes.txt"
#define RELEASED "tests/contract/released.binpb"

struct work {
    struct arena *arena;
    struct place place;
    struct contract *contract;
};

static const char *derive(struct work *work, void (*write)(const struct contract *contract, struct buf *out))
{
    struct buf text;

    buf_init(&text, work->arena, 1 << 16);
    write(work->contract, &text);
    return text.data;
}

static const char *in_root(struct work *work, const char *path)
{
    return arena_printf(work->arena, "%s/%s", work->place.root, path);
}

/* ---- derived files ---- */

static struct status generate(struct work *work)
{
    TRY(file_write(in_root(work, OPENAPI), derive(work, openapi_write), 0644));
    return file_write(in_root(work, ROUTES), derive(work, routes_write), 0644);
}

static struct status compare_file(struct work *work, const char *path, const char *expected)
{
    char *found;
    size_t bytes;

    TRY(file_load(work->arena, in_root(work, path), CONTRACT_BYTES_MAX, &found, &bytes));
    if (strcmp(found, expected) != 0)
        return fail(USAGE, "%s is not what the contract says; run make generate", path);
    return OK;
}

/* ---- breaking changes ---- */

static struct status compare_sets(struct work *work, const char *before_path, const struct contract *after)
{
    struct contract *before;
    struct buf lines;
    size_t count;

    TRY(breaking_load(before_path, &before));
    buf_init(&lines, work->arena, 0);
    count = breaking_write(before, after, &lines);
    contract_destroy(before);
    fputs(lines.data, stdout);
    return count ? fail(USAGE, "%zu changes would break those who use %s", count, before_path) : OK;
}

static struct status breaking(struct work *work, const char *before, const char *after_path)
{
    struct contract *after;
    struct status status;

    TRY(contract_load_file(after_path, &after));
    status = compare_sets(work, before, after);
    contract_destroy(after);
    return status;
}

static struct status release(struct work *work)
{
    char *set;
    size_t bytes;

    TRY(file_load(work->arena, work->place.contract, CONTRACT_BYTES_MAX, &set, &bytes));
    return file_write_bytes(in_root(work, RELEASED), set, bytes, 0644);
}

static struct status check(struct work *work)
{
    TRY(compare_file(work, OPENAPI, derive(work, openapi_write)));
    TRY(compare_file(work, ROUTES, derive(work, routes_write)));
    return compare_sets(work, in_root(work, RELEASED), work->contract);
}

/* ---- the command ---- */

static struct status print(struct work *work, void (*write)(const struct contract *contract, struct buf *out))
{
    fputs(derive(work, write), stdout);
    return OK;
}

static struct status run(struct work *work, int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "breaking") == 0)
        return breaking(work, argv[2], argv[3]);
    TRY(place_find(work->arena, &work->place));
    TRY(contract_load_file(work->place.contract, &work->contract));
    if (strcmp(argv[1], "check") == 0)
        return check(work);
    if (strcmp(argv[1], "generate") == 0)
        return generate(work);
    if (strcmp(argv[1], "openapi") == 0)
        return print(work, openapi_write);
    return strcmp(argv[1], "routes") == 0 ? print(work, routes_write) : release(work);
}

static bool understood(int argc, char **argv)
{
    static const char *const alone[] = { "check", "generate", "openapi", "routes", "release" };

    for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
        if (argc == 2 && strcmp(argv[1], alone[i]) == 0)
            return true;
    return argc == 4 && strcmp(argv[1], "breaking") == 0;
}

struct status command_contract(struct arena *arena, int argc, char **argv)
{
    struct work work = { .arena = arena };

    if (!understood(argc, argv))
        return fail(MISUSE, "linlictl contract: do what?");
    struct status status = run(&work, argc, argv);

    contract_destroy(work.contract);
    return status;
}
