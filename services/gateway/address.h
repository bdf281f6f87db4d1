/* Who is at the other end: the socket's peer, or, when the peer is a proxy of ours, the address it names.
 *
 * Proxies are text: "127.0.0.1 10.0.0.0/8 ::1". X-Forwarded-For is read from its end, and only past our own proxies, so
 * that nobody can put an address of his choice in front.
 */
#ifndef LINLI_GATEWAY_ADDRESS_H
#define LINLI_GATEWAY_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define PROXIES_MAX        16
#define ADDRESS_BYTES      46 /* INET6_ADDRSTRLEN */
#define FORWARDED_HOPS_MAX 16

struct proxies {
    struct {
        int family;
        uint8_t bytes[16];
        int bits;
    } list[PROXIES_MAX];
    size_t count;
};

/* Names the word that is no address or network. */
struct status proxies_parse(const char *text, struct proxies *ret_proxies);
bool proxies_hold(const struct proxies *proxies, const char *address);
/* `forwarded` is X-Forwarded-For or NULL. An entry that is no address ends the search: the hop before it counts. */
void client_address(const struct proxies *proxies, const char *peer, const char *forwarded,
                    char ret_address[ADDRESS_BYTES]);

#endif
