#include "gateway/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* AF_INET or AF_INET6, 0 when it is neither. An IPv4 address mapped into IPv6 is the IPv4 address. */
static int parse_address(const char *text, uint8_t bytes[16])
{
    static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

    if (inet_pton(AF_INET, text, bytes) == 1)
        return AF_INET;
    if (inet_pton(AF_INET6, text, bytes) != 1)
        return 0;
    if (memcmp(bytes, mapped, sizeof(mapped)) != 0)
        return AF_INET6;
    memmove(bytes, bytes + sizeof(mapped), 4);
    return AF_INET;
}

static bool parse_network(const char *word, struct proxies *proxies)
{
    char address[ADDRESS_BYTES + 4];
    const char *slash = strchr(word, '/');
    size_t bytes = slash ? (size_t)(slash - word) : strlen(word);
    char *end = NULL;
    long bits;
    int family;

    if (bytes >= ADDRESS_BYTES || proxies->count == PROXIES_MAX)
        return false;
    snprintf(address, sizeof(address), "%.*s", (int)bytes, word);
    family = parse_address(address, proxies->list[proxies->count].bytes);
    bits = slash ? strtol(slash + 1, &end, 10) : (family == AF_INET ? 32 : 128);
    if (family == 0 || (slash && (end == slash + 1 || *end)) || bits < 0 || bits > (family == AF_INET ? 32 : 128))
        return false;
    proxies->list[proxies->count].family = family;
    proxies->list[proxies->count++].bits = (int)bits;
    return true;
}

struct status proxies_parse(const char *text, struct proxies *ret_proxies)
{
    char word[ADDRESS_BYTES + 8];

    ret_proxies->count = 0;
    for (const char *at = text + strspn(text, " ,"); *at; at += strspn(at, " ,")) {
        size_t bytes = strcspn(at, " ,");

        snprintf(word, sizeof(word), "%.*s", (int)bytes, at);
        if (bytes >= sizeof(word) || !parse_network(word, ret_proxies))
            return fail(FIELDS_INVALID, "\"%s\" is no address or network (at most %d of them)", word, PROXIES_MAX);
        at += bytes;
    }
    return OK;
}

static bool in_network(const uint8_t *address, const uint8_t *network, int bits)
{
    int whole = bits / 8, rest = bits % 8;

    if (memcmp(address, network, (size_t)whole) != 0)
        return false;
    return rest == 0 || (address[whole] >> (8 - rest)) == (network[whole] >> (8 - rest));
}

bool proxies_hold(const struct proxies *proxies, const char *address)
{
    uint8_t bytes[16];
    int family = parse_address(address, bytes);

    for (size_t i = 0; family && i < proxies->count; i++)
        if (proxies->list[i].family == family && in_network(bytes, proxies->list[i].bytes, proxies->list[i].bits))
            return true;
    return false;
}

/* Takes the last entry off `text`; false when there is none or it is no address. */
static bool last_hop(const char *text, size_t *bytes, char address[ADDRESS_BYTES])
{
    uint8_t parsed[16];
    size_t end = *bytes, start;

    while (end && (text[end - 1] == ' ' || text[end - 1] == ','))
        end--;
    start = end;
    while (start && text[start - 1] != ',' && text[start - 1] != ' ')
        start--;
    *bytes = start;
    if (end == start || end - start >= ADDRESS_BYTES)
        return false;
    memcpy(address, text + start, end - start);
    address[end - start] = '\0';
    return parse_address(address, parsed) != 0;
}

void client_address(const struct proxies *proxies, const char *peer, const char *forwarded,
                    char ret_address[ADDRESS_BYTES])
{
    size_t bytes = forwarded ? strlen(forwarded) : 0;
    char hop[ADDRESS_BYTES];

    snprintf(ret_address, ADDRESS_BYTES, "%s", peer);
    for (int i = 0; i < FORWARDED_HOPS_MAX && proxies_hold(proxies, ret_address); i++) {
        if (!last_hop(forwarded ? forwarded : "", &bytes, hop))
            return;
        snprintf(ret_address, ADDRESS_BYTES, "%s", hop);
    }
}
