/* Contracts that a test writes: text → protoc → contract. Files live in a folder of their own until compile_close(). */
#ifndef LINLI_TESTS_COMPILE_H
#define LINLI_TESTS_COMPILE_H

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "demo.h"

static char compile_folder[] = "/tmp/linli-contract-XXXXXX";

static inline const char *compile_path(struct demo *demo, const char *name)
{
    return arena_printf(&demo->arena, "%s/%s", compile_folder, name);
}

static inline int compile_open(void **state)
{
    return mkdtemp(compile_folder) ? demo_open(state) : -1;
}

static inline int compile_close(void **state)
{
    static const char *const names[] = { "text.proto", "text.binpb", "protoc.log", "in", "out" };
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unlink(compile_path(demo, names[i]));
    rmdir(compile_folder);
    return demo_close(state);
}

static inline void write_file(const char *path, const void *data, size_t bytes)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, bytes, file), bytes);
    fclose(file);
}

static inline void run_command(struct demo *demo, const char *command)
{
    if (system(command) != 0)
        fail_msg("%s failed; it said %s", command, compile_path(demo, "protoc.log"));
}

/* The contract of a whole proto file. */
static inline struct status compile(struct demo *demo, const char *proto, const char *protoc_flags,
                                    struct contract **ret_contract)
{
    const char *set = compile_path(demo, "text.binpb");

    write_file(compile_path(demo, "text.proto"), proto, strlen(proto));
    run_command(demo, arena_printf(&demo->arena,
                                   PROTOC " -I%s " PROTO_IMPORTS
                                          " --include_imports %s --descriptor_set_out=%s text.proto 2>%s",
                                   compile_folder, protoc_flags, set, compile_path(demo, "protoc.log")));
    return contract_load_file(set, ret_contract);
}

#endif
