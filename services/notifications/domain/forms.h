/* What subscribe messages look like at WeChat: the page they open and the values they have. A template that an operator
 * applies for in WeChat's console must have these fields. Pure. */
#ifndef LINLI_NOTIFICATIONS_DOMAIN_FORMS_H
#define LINLI_NOTIFICATIONS_DOMAIN_FORMS_H

#include <stdbool.h>

#include "notifications/domain/texts.h"

#define FORM_FIELDS_MAX 5

/* In the place of an argument: what the inbox shows, in Chinese. */
#define FORM_TITLE (-1)
#define FORM_BODY  (-2)

struct form_field {
    const char *key;  /* of WeChat's template: thing1, amount2 */
    int arg;          /* of the message's arguments, from 1; 0: the text */
    const char *text; /* the same in every message */
};

struct form {
    enum message_kind kind; /* NOTICE: of any */
    const char *page;       /* opened with ?id= */
    struct form_field fields[FORM_FIELDS_MAX];
    size_t fields_count;
};

/* A kind's own; NOTICE's when it has none. */
const struct form *form_of(enum message_kind kind);
/* False for what is only read in the inbox: nobody would give one of his messages for it, or WeChat itself tells it. */
bool form_is_sent(enum message_kind kind);

#endif
