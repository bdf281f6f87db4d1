/* Secrets: a file each, mode 0600, 256 random bits in base62, made when first asked for. */
#ifndef LINLI_LINLICTL_SECRETS_H
#define LINLI_LINLICTL_SECRETS_H

#include "base/arena.h"
#include "base/status.h"

#define SECRET_CHARS 43

/* The secret `name` in `folder`. */
struct status secret_get(struct arena *arena, const char *folder, const char *name, const char **ret_secret);

#endif
