/* What subscribe messages look like at WeChat: the page they open and the values they have. A template that an operator
 * applies for in WeChat's console must have these fields. Pure. */
#ifndef LINLI_NOTIFICATIONS_DOMAIN_FORMS_H
#define LINLI_NOTIFICATIONS_DOMAIN_FORMS_H

#include "notifications/domain/texts.h"

#define FORM_FIELDS_MAX 5

struct form_field {
    const char *key;  /* of WeChat's template: thing1, amount2 */
    int arg;          /* of the message's arguments, from 1; 0: the text */
    const char *text; /* the same in every message */
};

struct form {
    enum message_kind kind;
    const char *page; /* opened with ?id= */
    struct form_field fields[FORM_FIELDS_MAX];
    size_t fields_count;
};

/* NULL: this kind is not sent over WeChat. */
const struct form *form_of(enum message_kind kind);

#endif
