/* Chinese or English, by Accept-Language. Chinese when nothing says otherwise. */
#ifndef LINLI_GATEWAY_LANGUAGE_H
#define LINLI_GATEWAY_LANGUAGE_H

enum language { LANGUAGE_ZH, LANGUAGE_EN };

enum language language_of(const char *accept_language);
const char *language_name(enum language language); /* zh, en */

#endif
