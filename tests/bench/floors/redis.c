/* Floor `redis`: EVALSHA of a gate (one unit a buyer), 16 connections, 16 calls in a pipeline each. Not durable. */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <string.h>

#include "floor.h"

#define PIPELINE 16

static const char gate[] = "if redis.call('hincrby', KEYS[2], ARGV[1], 1) > 1000000 then return -1 end return redis.call('decr', KEYS[1])";

static redisContext *open_connection(const char *socket_path)
{
    redisContext *redis = redisConnectUnix(socket_path);

    if (!redis || redis->err)
        floor_fail("redis", redis ? redis->errstr : "no memory");
    return redis;
}

static redisReply *take(redisContext *redis)
{
    void *reply = NULL;

    if (redisGetReply(redis, &reply) != REDIS_OK || ((redisReply *)reply)->type == REDIS_REPLY_ERROR)
        floor_fail("redis", reply ? ((redisReply *)reply)->str : redis->errstr);
    return reply;
}

static void order(struct racer *racer)
{
    redisContext *redis = open_connection(racer->context);
    const char *load[] = { "SCRIPT", "LOAD", gate };
    char sha[48], buyer[16];

    redisAppendCommandArgv(redis, 3, load, NULL);
    redisReply *loaded = take(redis);
    snprintf(sha, sizeof sha, "%s", loaded->str);
    freeReplyObject(loaded);
    while (!atomic_load(racer->over)) {
        for (int i = 0; i < PIPELINE; i++) {
            const char *call[] = { "EVALSHA", sha, "2", "stock", "buyers", buyer };

            snprintf(buyer, sizeof buyer, "%d", (int)((racer->done + (uint64_t)i * 157) % 10000));
            redisAppendCommandArgv(redis, 6, call, NULL);
        }
        for (int i = 0; i < PIPELINE; i++)
            freeReplyObject(take(redis));
        racer->done += PIPELINE;
    }
    redisFree(redis);
}

int main(int argc, char **argv)
{
    floor_race((int)floor_number(argc, argv, "threads", 16), floor_number(argc, argv, "seconds", 3), order,
               (void *)floor_word(argc, argv, "redis"));
    return 0;
}
