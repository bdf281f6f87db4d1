#include "events_house.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

void estate_make_stream(struct estate *estate)
{
    const char *const services[] = { "api" };
    struct status status = fail(NOT_AVAILABLE, "not tried");
    for (int64_t until_ms = clock_mono_ms() + 10000; !ok(status) && clock_mono_ms() < until_ms; clock_sleep_ms(50))
        status = streams_init(estate->bus, services, 1, 64 << 20, 1);
    assert_ok(status);
}

void estate_delete_stream(struct estate *estate)
{
    assert_int_equal(js_DeleteStream(estate->js, "EVT_API", NULL, NULL), NATS_OK);
}

/* The connection of the test may come back after those of what it tests. */
static natsStatus stream_info(struct estate *estate, jsStreamInfo **ret_info)
{
    int64_t until_ms = clock_mono_ms() + 10000;
    natsStatus status = js_GetStreamInfo(ret_info, estate->js, "EVT_API", NULL, NULL);

    for (; status != NATS_OK && natsConnection_Status(bus_connection(estate->bus)) != NATS_CONN_STATUS_CONNECTED &&
           clock_mono_ms() < until_ms;
         clock_sleep_ms(50))
        continue;
    return status == NATS_OK ? status : js_GetStreamInfo(ret_info, estate->js, "EVT_API", NULL, NULL);
}

uint64_t estate_stream_messages(struct estate *estate)
{
    jsStreamInfo *info = NULL;
    assert_int_equal(stream_info(estate, &info), NATS_OK);
    uint64_t messages = info->State.Msgs;
    jsStreamInfo_Destroy(info);
    return messages;
}

void estate_start(struct estate *estate, const char *name)
{
    log_init(name, getenv("LINLI_TEST_LOG") ? log_level_parse(getenv("LINLI_TEST_LOG")) : LOG_ERROR);
    *estate = (struct estate){ .name = name };
    arena_init(&estate->arena, ARENA_BYTES_MAX);
    estate->db = test_db(name);
    test_nats_start(&estate->nats, true);
    assert_ok(bus_connect(&(struct bus_options){ .url = estate->nats.url, .name = name }, &estate->bus));
    assert_ok(bus_connect_for_streams(estate->bus, &estate->streams));
    assert_ok(rpc_client_create(estate->bus, &estate->client));
    estate->teller = (struct server_options){
        .name = "api",
        .bus = estate->bus,
        .streams = estate->streams,
        .client = estate->client,
        .db = test_db_options(name),
    };
    estate->watcher = estate->teller;
    estate->watcher.name = "watcher";
    estate_make_stream(estate);
    assert_int_equal(natsConnection_JetStream(&estate->js, bus_connection(estate->bus), NULL), NATS_OK);
}

void estate_finish(struct estate *estate)
{
    jsCtx_Destroy(estate->js);
    rpc_client_destroy(estate->client);
    bus_destroy(estate->streams);
    bus_destroy(estate->bus);
    test_nats_stop(&estate->nats);
    test_db_drop(estate->db, estate->name);
    arena_finish(&estate->arena);
}

void estate_clear(struct estate *estate)
{
    test_sql(estate->db, "truncate outbox, aggregate_versions, relay_state, inbox, dead_letters, consumer_state, jobs");
    js_DeleteStream(estate->js, "EVT_API", NULL, NULL);
    estate_make_stream(estate);
}

void estate_emit(struct estate *estate, const char *aggregate_id, const char *type, int count)
{
    for (int i = 0; i < count; i++) {
        Api__LiveHint hint = API__LIVE_HINT__INIT;
        struct id fresh = id_new();
        struct tx *tx;
        int64_t now_us;
        struct outbox_event event = { .type = "linli.api.LiveHint",
                                      .aggregate_id = aggregate_id ? aggregate_id : fresh.text };
        hint.type = (char *)type;
        hint.version = i + 1;
        event.payload = message_pack(&estate->arena, &hint.base, &event.payload_bytes);
        assert_ok(tx_begin(estate->db, TX_READ_WRITE, &estate->arena, &tx, &now_us));
        assert_ok(outbox_add(tx, &event));
        assert_ok(tx_commit(tx));
        arena_reset(&estate->arena);
    }
}

void estate_wait(struct estate *estate, const char *sql, int64_t expected, int64_t ms_max)
{
    int64_t seen = -1;
    for (int64_t until_ms = clock_mono_ms() + ms_max; clock_mono_ms() < until_ms; clock_sleep_ms(20))
        if ((seen = test_sql_int(estate->db, sql)) == expected)
            return;
    fail_msg("after %d ms «%s» gives %d, not %d", (int)ms_max, sql, (int)seen, (int)expected);
}

void estate_wait_count(const _Atomic int *counter, int expected, int64_t ms_max)
{
    for (int64_t until_ms = clock_mono_ms() + ms_max; clock_mono_ms() < until_ms; clock_sleep_ms(10))
        if (*counter == expected)
            return;
    fail_msg("after %d ms the count is %d, not %d", (int)ms_max, *counter, expected);
}
