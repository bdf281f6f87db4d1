#include "answerer.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "floor.h"

natsConnection *answerer_connect(const char *url)
{
    natsOptions *options = NULL;
    natsConnection *connection = NULL;

    natsOptions_Create(&options);
    natsOptions_SetURL(options, url);
    natsOptions_SetSendAsap(options, true);
    natsStatus status = natsConnection_Connect(&connection, options);
    if (status != NATS_OK)
        floor_fail("bus", natsStatus_GetText(status));
    natsOptions_Destroy(options);
    return connection;
}

void answerer_echo(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    (void)subscription;
    (void)closure;
    natsConnection_Publish(connection, natsMsg_GetReply(message), natsMsg_GetData(message),
                           natsMsg_GetDataLength(message));
    natsMsg_Destroy(message);
}

void answerer_start(const char *url, const char *subject, natsMsgHandler answer)
{
    int listening[2];
    char byte = 0;

    if (pipe(listening) != 0)
        floor_fail("answerer", "no pipe");
    if (fork() == 0) {
        natsSubscription *subscription = NULL;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        natsConnection *connection = answerer_connect(url);
        if (natsConnection_QueueSubscribe(&subscription, connection, subject, "floor", answer, NULL) != NATS_OK ||
            natsConnection_Flush(connection) != NATS_OK || write(listening[1], &byte, 1) != 1)
            floor_fail("answerer", "does not listen");
        for (;;)
            pause();
    }
    close(listening[1]);
    if (read(listening[0], &byte, 1) != 1)
        floor_fail("answerer", "did not start");
    close(listening[0]);
}
