#include "contract/contract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/breaking.h"
#include "contract/tables.h"

#define CONTRACT_ARENA_BYTES_MAX ((size_t)64 << 20)

/* Each step relies on what the one before has found in order. */
static struct status build(struct contract *contract, const void *bytes, size_t size, bool released)
{
    TRY(load_descriptors(contract, bytes, size));
    TRY(check_messages(contract));
    TRY(make_forms(contract));
    TRY(check_rules(contract));
    make_reasons(contract);
    TRY(check_reasons(contract));
    TRY(make_routes(contract));
    return released ? OK : check_methods(contract);
}

static struct status load(const void *bytes, size_t size, bool released, struct contract **ret_contract)
{
    struct contract *contract;
    struct status status;

    if (size > CONTRACT_BYTES_MAX)
        return fail(CONTRACT_UNFIT, "the descriptor set has %zu bytes, more than %zu", size, CONTRACT_BYTES_MAX);
    contract = calloc(1, sizeof(*contract));
    if (!contract)
        return fail(CONTRACT_UNFIT, "no memory for the contract");
    arena_init(&contract->arena, CONTRACT_ARENA_BYTES_MAX);
    status = build(contract, bytes, size, released);
    if (ok(status))
        *ret_contract = contract;
    else
        contract_destroy(contract);
    return status;
}

struct status contract_load(const void *bytes, size_t size, struct contract **ret_contract)
{
    return load(bytes, size, false, ret_contract);
}

static struct status read_file(FILE *file, const char *path, char *bytes, size_t *ret_size)
{
    *ret_size = fread(bytes, 1, CONTRACT_BYTES_MAX + 1, file);
    if (ferror(file))
        return fail(CONTRACT_UNFIT, "%s can't be read: %s", path, strerror(errno));
    return OK;
}

static struct status load_whole(const void *bytes, size_t size, struct contract **ret_contract)
{
    struct contract *contract;
    struct status status;

    TRY(contract_load(bytes, size, &contract));
    status = check_whole(contract);
    if (ok(status))
        *ret_contract = contract;
    else
        contract_destroy(contract);
    return status;
}

static struct status load_released(const void *bytes, size_t size, struct contract **ret_contract)
{
    return load(bytes, size, true, ret_contract);
}

static struct status load_file(const char *path, struct status (*take)(const void *, size_t, struct contract **),
                               struct contract **ret_contract)
{
    FILE *file = fopen(path, "rb");
    struct status status;
    char *bytes;
    size_t size;

    if (!file)
        return fail(CONTRACT_UNFIT, "%s can't be opened: %s", path, strerror(errno));
    bytes = malloc(CONTRACT_BYTES_MAX + 1);
    status = bytes ? read_file(file, path, bytes, &size) : fail(CONTRACT_UNFIT, "no memory for %s", path);
    if (ok(status))
        status = take(bytes, size, ret_contract);
    free(bytes);
    fclose(file);
    return status;
}

struct status contract_load_file(const char *path, struct contract **ret_contract)
{
    return load_file(path, load_whole, ret_contract);
}

struct status breaking_load(const char *path, struct contract **ret_contract)
{
    return load_file(path, load_released, ret_contract);
}

void contract_destroy(struct contract *contract)
{
    if (!contract)
        return;
    arena_finish(&contract->arena);
    free(contract);
}

const struct method *const *contract_methods(const struct contract *contract, size_t *ret_count)
{
    *ret_count = contract->methods_count;
    return contract->methods_by_name;
}

const struct message_type *contract_messages(const struct contract *contract, size_t *ret_count)
{
    *ret_count = contract->plain_messages_count;
    return contract->messages;
}

const struct enum_type *const *contract_reasons(const struct contract *contract, size_t *ret_count)
{
    *ret_count = contract->reasons_count;
    return contract->reasons;
}

static int compare_full_name(const void *name, const void *method)
{
    return strcmp(name, (*(const struct method *const *)method)->full_name);
}

const struct method *contract_method(const struct contract *contract, const char *full_name)
{
    const struct method *const *found = bsearch(full_name, contract->methods_by_name, contract->methods_count,
                                                sizeof(*contract->methods_by_name), compare_full_name);

    return found ? *found : NULL;
}

const struct method *contract_role(const struct contract *contract, Api__RoleInGateway role)
{
    for (size_t i = 0; i < contract->methods_count; i++)
        if (contract->methods[i].rpc->role_in_gateway == role)
            return &contract->methods[i];
    return NULL;
}
