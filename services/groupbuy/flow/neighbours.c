#include "groupbuy/flow/neighbours.h"

#include <ctype.h>
#include <string.h>

#include "groupbuy/service.h"

static const char PURPOSE[] = "neighbour phone";

/* 138-0013 8000 and 13800138000 are the same. */
static const char *digits_of(struct call *call, const char *phone)
{
    char *digits = arena_strdup(call->arena, phone);
    size_t count = 0;

    for (const char *c = phone; *c; c++)
        if (isdigit((unsigned char)*c))
            digits[count++] = *c;
    digits[count] = '\0';
    return digits;
}

/* The first 16 bytes of the digest, written as an id. */
static const char *holder_of(struct call *call, const struct entry *entry, const char *round_id, const char *digits)
{
    static const char hex[] = "0123456789abcdef";
    char *holder = arena_alloc(call->arena, ID_CHARS + 1);
    uint8_t digest[SHA256_BYTES];
    const char *who =
        *digits ? digits : arena_printf(call->arena, "%s %s", entry->neighbour_name, entry->neighbour_building);

    vault_digest(groupbuy_vault(call), arena_printf(call->arena, "neighbour %s", round_id), who, digest);
    for (size_t i = 0; i < ID_CHARS / 2; i++) {
        holder[2 * i] = hex[digest[i] >> 4];
        holder[2 * i + 1] = hex[digest[i] & 15];
    }
    holder[ID_CHARS] = '\0';
    return holder;
}

void neighbour_set(struct call *call, struct entry *entry, const struct round *round, const char *phone,
                   struct limit_keys *ret_keys)
{
    const struct vault *vault = groupbuy_vault(call);
    const char *digits = digits_of(call, phone);

    entry->holder = holder_of(call, entry, round->id, digits);
    limit_keys_of_neighbour(call, round->community_id, entry->neighbour_name, entry->neighbour_building, digits,
                            ret_keys);
    if (!*digits)
        return;
    entry->phone_sealed = vault_seal(vault, call->arena, PURPOSE, digits, strlen(digits), &entry->phone_sealed_bytes);
    entry->phone_key = vault_key_id(vault);
}

const char *neighbour_phone(struct call *call, const struct entry *entry)
{
    uint8_t *phone;
    size_t bytes;

    if (entry->phone_sealed_bytes == 0 || !vault_open(groupbuy_vault(call), call->arena, PURPOSE, entry->phone_key,
                                                      entry->phone_sealed, entry->phone_sealed_bytes, &phone, &bytes))
        return "";
    return arena_strndup(call->arena, (const char *)phone, bytes);
}

const char *door_phone(struct call *call, const struct entry *entry, const struct address *address)
{
    const char *phone = address->phone_sealed_bytes ? address_phone(call, address) : neighbour_phone(call, entry);

    return phone ? phone : "";
}
