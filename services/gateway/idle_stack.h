/* Memory of threads that wait. A thread for each of a thousand connections keeps what its deepest call once touched, 20
 * KB, for ever; glibc gives back the same memory of threads that have ended. */
#ifndef LINLI_GATEWAY_IDLE_STACK_H
#define LINLI_GATEWAY_IDLE_STACK_H

/* Gives back what lies below the caller on this thread's stack. For who is about to wait for long. */
void idle_stack_give_back(void);

#endif
