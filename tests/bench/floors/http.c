/* Floor `http`: civetweb answers a constant. */
#include "floor.h"
#include "serving.h"

static int on_request(struct mg_connection *connection)
{
    floor_read_body(connection);
    return floor_answer(connection, ORDER_BODY, sizeof ORDER_BODY - 1);
}

int main(int argc, char **argv)
{
    floor_block_signals();
    floor_serve(floor_word(argc, argv, "threads"), on_request);
    return 0;
}
