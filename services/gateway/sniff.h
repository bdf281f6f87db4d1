/* What a file is, by its first bytes. What a caller says of it does not count. Pure. */
#ifndef LINLI_GATEWAY_SNIFF_H
#define LINLI_GATEWAY_SNIFF_H

#include <stddef.h>
#include <stdint.h>

#define SNIFF_BYTES 16

/* `bytes` may be less than SNIFF_BYTES. application/octet-stream: none that we know. */
const char *sniff_type(const uint8_t *head, size_t bytes);

#endif
