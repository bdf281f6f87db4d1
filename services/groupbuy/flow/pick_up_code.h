/* A pick-up code by chance. Nothing can fail. */
#ifndef GROUPBUY_FLOW_PICK_UP_CODE_H
#define GROUPBUY_FLOW_PICK_UP_CODE_H

#include "groupbuy/domain/pick_up.h"

/* 12 digits, each as likely as the other, NUL-terminated. */
void pick_up_code_make(char ret_code[PICK_UP_CODE_DIGITS + 1]);

#endif
