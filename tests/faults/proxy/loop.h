/* One epoll for all: whoever waits for a descriptor is told when something happened there. One thread, no locks. */
#ifndef LINLI_FAULTS_PROXY_LOOP_H
#define LINLI_FAULTS_PROXY_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* Lies in what it belongs to, which must live until the end of the turn in which its descriptor was closed. */
struct watch {
    int fd; /* -1: none */
    void (*ready)(struct watch *watch, uint32_t events);
};

void loop_init(void);
/* Told while there is something to take (a listener, a control connection). */
void loop_watch(struct watch *watch);
/* Told once whenever something changed, in either direction: take until nothing is left. */
void loop_watch_changes(struct watch *watch);
/* Waits for at most `wait_ms` (-1: until something happens) and tells everybody once. */
void loop_turn(int wait_ms);

/* A listener on loopback; port 0 takes a free one. -1 with errno when it cannot be had. */
int listen_on(int port, int *ret_port);
/* Nobody waits for a second small write here. */
void send_at_once(int fd);
/* The program cannot go on: says why, and ends. */
_Noreturn void give_up(const char *what);

#endif
