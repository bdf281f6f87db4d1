/* Signed links to objects: whoever has one may read that object until it runs out. Made by services that know who may
 * see what; checked by the gateway, which knows nothing of it. `secrets` are one or more, newest first, with commas
 * between: the first signs, each is believed. Nothing here can fail. */
#ifndef LINLI_OBJECTS_LINK_H
#define LINLI_OBJECTS_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define OBJECT_LINK_PATH "/files/"

/* <base_url>/files/<key>?e=<expiry, Unix seconds>&s=<signature> */
char *object_link(struct arena *arena, const char *base_url, const char *secrets, const char *key, int64_t expires_s);
/* `expires` and `signature` as the link has them. Whether it is ours; *ret_expires_s is when it runs out. */
bool object_link_signed(struct arena *arena, const char *secrets, const char *key, const char *expires,
                        const char *signature, int64_t *ret_expires_s);

#endif
