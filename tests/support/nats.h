/* A nats-server of a test's own, on a port of its own: it can be stopped, killed and started again there. It dies with
 * the test. */
#ifndef LINLI_TESTS_NATS_H
#define LINLI_TESTS_NATS_H

#include <stdbool.h>
#include <sys/types.h>

struct test_nats {
    pid_t pid; /* 0: not running */
    int port;
    char url[64];
    char dir[64]; /* JetStream's files, or the configuration; "": neither */
    bool configured;
};

/* Fails the test when there is no nats-server. */
void test_nats_start(struct test_nats *nats, bool jetstream);
/* Without JetStream, and with what stands in `config`: who may do what, say. */
void test_nats_start_with(struct test_nats *nats, const char *config);
/* kill -9; the port and the files stay. */
void test_nats_kill(struct test_nats *nats);
/* Again, where it was. */
void test_nats_restart(struct test_nats *nats);
/* Keeps a copy of its files (it runs on); rolling back, while it does not run, puts `part` of them ("" for all) in
 * their place, as a power cut does that takes messages and may leave what the consumers have noted. */
void test_nats_keep(struct test_nats *nats);
void test_nats_roll_back(struct test_nats *nats, const char *part);
/* One of its files has nothing in it any more, as a power cut leaves what was just written; it does not run. */
void test_nats_spoil(struct test_nats *nats, const char *file);
/* For good; removes its files. */
void test_nats_stop(struct test_nats *nats);

#endif
