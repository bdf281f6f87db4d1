#include "gateway/session.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/revocations.h"
#include "rpc/call.h"

#define LOAD_RETRY_MS   250
#define REFETCH_WAIT_MS 1000

struct sessions {
    const struct method *keys_method, *revocations_method; /* NULL: the contract has none */
    struct rpc_client *client;
    natsSubscription *subscription;
    struct token_cache *cache;
    struct revocations *revocations;

    pthread_rwlock_t keys_lock;
    struct token_key keys[TOKEN_KEYS_MAX];
    size_t keys_count;

    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wanted, loaded;
    bool want_load, stopping;
    uint64_t loads;
    int64_t keys_asked_ms; /* monotonic; when a load was wanted last */

    atomic_bool ready;
    atomic_uint_fast64_t hits, verified, refused;
};

/* ---- loading ---- */

static bool read_key(struct arena *arena, const Api__Key *key, struct token_key *ret_key)
{
    uint8_t *bytes;
    size_t count;

    if (!key->kid || strlen(key->kid) >= TOKEN_KID_BYTES || !key->x || strcmp(key->crv, "Ed25519") != 0 ||
        !base64url_decode(arena, key->x, strlen(key->x), &bytes, &count) || count != ED25519_KEY_BYTES)
        return false;
    memset(ret_key, 0, sizeof(*ret_key));
    snprintf(ret_key->kid, TOKEN_KID_BYTES, "%s", key->kid);
    memcpy(ret_key->public_key, bytes, ED25519_KEY_BYTES);
    return true;
}

static struct status ask(struct sessions *sessions, struct arena *arena, const struct method *method,
                         const ProtobufCMessageDescriptor *type, void *ret_answer)
{
    static const uint8_t nothing[1] = { 0 }; /* both requests are empty messages */
    Api__Caller self = API__CALLER__INIT;
    const struct rpc_request request = {
        .caller = &self,
        .subject = method->subject,
        .data = nothing,
        .bytes = 0,
        .deadline_ms = rpc_now_ms(sessions->client) + method->rpc->timeout_ms,
    };
    struct rpc_reply reply;

    self.service = "gateway";
    TRY(rpc_call(sessions->client, arena, &request, &reply));
    *(void **)ret_answer = message_unpack(arena, type, reply.data, reply.bytes);
    return *(void **)ret_answer ? OK : fail(INTERNAL, "%s answered what is not a %s", method->full_name, type->name);
}

static struct status load_keys(struct sessions *sessions, struct arena *arena)
{
    struct token_key keys[TOKEN_KEYS_MAX];
    size_t count = 0;
    Api__KeySet *set;

    TRY(ask(sessions, arena, sessions->keys_method, &api__key_set__descriptor, &set));
    for (size_t i = 0; i < set->n_keys && count < TOKEN_KEYS_MAX; i++)
        if (read_key(arena, set->keys[i], &keys[count]))
            count++;
    if (count == 0)
        return fail(INTERNAL, "%s published no key", sessions->keys_method->full_name);
    pthread_rwlock_wrlock(&sessions->keys_lock);
    memcpy(sessions->keys, keys, sizeof(keys[0]) * count);
    sessions->keys_count = count;
    pthread_rwlock_unlock(&sessions->keys_lock);
    return OK;
}

static void revoke(struct sessions *sessions, const Api__SessionsRevoked *revoked)
{
    revocations_add(sessions->revocations, revoked->user_id, revoked->session_id, revoked->not_before_ms,
                    rpc_now_ms(sessions->client));
}

static struct status load_revocations(struct sessions *sessions, struct arena *arena)
{
    Api__Revocations *revocations;

    TRY(ask(sessions, arena, sessions->revocations_method, &api__revocations__descriptor, &revocations));
    for (size_t i = 0; i < revocations->n_revoked; i++)
        revoke(sessions, revocations->revoked[i]);
    revocations_raise(sessions->revocations, revocations->floor_ms);
    return OK;
}

static struct status load(struct sessions *sessions)
{
    struct arena arena;
    struct status status = OK;

    arena_init(&arena, ARENA_BYTES_MAX);
    if (sessions->keys_method)
        status = load_keys(sessions, &arena);
    if (ok(status) && sessions->revocations_method)
        status = load_revocations(sessions, &arena);
    arena_finish(&arena);
    return status;
}

static void note_load(struct sessions *sessions, struct status status)
{
    bool was_ready = atomic_load(&sessions->ready);

    if (ok(status) && !was_ready)
        log_info("keys and revocations are loaded");
    else if (!ok(status) && was_ready)
        log_status(LOG_WARN, "keys and revocations could not be loaded again", status);
    pthread_mutex_lock(&sessions->lock);
    if (ok(status)) {
        atomic_store(&sessions->ready, true);
        sessions->loads++;
        pthread_cond_broadcast(&sessions->loaded);
    } else {
        sessions->want_load = true;
    }
    pthread_mutex_unlock(&sessions->lock);
}

static struct timespec timespec_of(int64_t mono_ms)
{
    return (struct timespec){ .tv_sec = mono_ms / 1000, .tv_nsec = mono_ms % 1000 * 1000000 };
}

/* Sleeps until a load is wanted or due; false when it is time to stop. */
static bool wait_for_work(struct sessions *sessions, int64_t pause_ms)
{
    struct timespec until = timespec_of(clock_mono_ms() + pause_ms);
    bool go_on, timed_out = false;

    pthread_mutex_lock(&sessions->lock);
    while (!sessions->stopping && !sessions->want_load && !timed_out)
        timed_out = pthread_cond_timedwait(&sessions->wanted, &sessions->lock, &until) != 0;
    if (sessions->want_load || timed_out)
        sessions->keys_asked_ms = clock_mono_ms();
    sessions->want_load = false;
    go_on = !sessions->stopping;
    pthread_mutex_unlock(&sessions->lock);
    return go_on;
}

static void *load_run(void *data)
{
    struct sessions *sessions = data;

    while (wait_for_work(sessions, SESSIONS_RELOAD_MS)) {
        struct status status = load(sessions);

        note_load(sessions, status);
        if (!ok(status))
            clock_sleep_ms(LOAD_RETRY_MS);
    }
    return NULL;
}

static void on_revoked(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    struct sessions *sessions = closure;
    struct arena arena;
    Api__SessionsRevoked *revoked;

    (void)connection;
    (void)subscription;
    arena_init(&arena, ARENA_BYTES_MAX);
    revoked = message_unpack(&arena, &api__sessions_revoked__descriptor, natsMsg_GetData(message),
                             (size_t)natsMsg_GetDataLength(message));
    if (revoked)
        revoke(sessions, revoked);
    else
        log_warn("a message on sys.sessions is not a SessionsRevoked");
    arena_finish(&arena);
    natsMsg_Destroy(message);
}

void sessions_reload(struct sessions *sessions)
{
    pthread_mutex_lock(&sessions->lock);
    sessions->want_load = true;
    pthread_cond_signal(&sessions->wanted);
    pthread_mutex_unlock(&sessions->lock);
}

bool sessions_ready(struct sessions *sessions)
{
    return atomic_load(&sessions->ready);
}

static void init_locks(struct sessions *sessions)
{
    pthread_condattr_t monotonic;

    pthread_rwlock_init(&sessions->keys_lock, NULL);
    pthread_mutex_init(&sessions->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&sessions->wanted, &monotonic);
    pthread_cond_init(&sessions->loaded, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

struct status sessions_start(const struct contract *contract, struct bus *bus, struct rpc_client *client,
                             struct sessions **ret_sessions)
{
    struct sessions *sessions = calloc(1, sizeof(*sessions));
    natsStatus subscribed;

    if (!sessions)
        abort();
    sessions->keys_method = contract_role(contract, API__ROLE_IN_GATEWAY__KEYS);
    sessions->revocations_method = contract_role(contract, API__ROLE_IN_GATEWAY__REVOCATIONS);
    sessions->client = client;
    sessions->cache = token_cache_create();
    sessions->revocations = revocations_create();
    sessions->want_load = true;
    init_locks(sessions);
    /* First listen, then load: nothing can fall between. */
    subscribed =
        natsConnection_Subscribe(&sessions->subscription, bus_connection(bus), "sys.sessions", on_revoked, sessions);
    if (subscribed != NATS_OK)
        return bus_failure(subscribed, "subscribing to sys.sessions");
    if (pthread_create(&sessions->thread, NULL, load_run, sessions) != 0)
        abort();
    *ret_sessions = sessions;
    return OK;
}

void sessions_stop(struct sessions *sessions)
{
    if (!sessions)
        return;
    pthread_mutex_lock(&sessions->lock);
    sessions->stopping = true;
    pthread_cond_signal(&sessions->wanted);
    pthread_mutex_unlock(&sessions->lock);
    pthread_join(sessions->thread, NULL);
    if (natsSubscription_DrainTimeout(sessions->subscription, 1000) == NATS_OK)
        natsSubscription_WaitForDrainCompletion(sessions->subscription, 2000);
    natsSubscription_Destroy(sessions->subscription);
    token_cache_destroy(sessions->cache);
    revocations_destroy(sessions->revocations);
    pthread_cond_destroy(&sessions->wanted);
    pthread_cond_destroy(&sessions->loaded);
    pthread_mutex_destroy(&sessions->lock);
    pthread_rwlock_destroy(&sessions->keys_lock);
    free(sessions);
}

/* ---- tokens ---- */

static struct status verify(struct sessions *sessions, struct arena *arena, const char *token,
                            struct token_claims *ret_claims)
{
    struct token_key keys[TOKEN_KEYS_MAX];
    size_t count;

    pthread_rwlock_rdlock(&sessions->keys_lock);
    count = sessions->keys_count;
    memcpy(keys, sessions->keys, sizeof(keys));
    pthread_rwlock_unlock(&sessions->keys_lock);
    return token_verify(arena, keys, count, token, strlen(token), rpc_now_ms(sessions->client), ret_claims);
}

/* A key may have been published since we looked. True when the keys were loaded anew. */
static bool fetch_keys_again(struct sessions *sessions)
{
    struct timespec until = timespec_of(clock_mono_ms() + REFETCH_WAIT_MS);
    uint64_t before;
    bool fetched;

    pthread_mutex_lock(&sessions->lock);
    before = sessions->loads;
    if (clock_mono_ms() - sessions->keys_asked_ms >= KEYS_REFETCH_MS) {
        sessions->keys_asked_ms = clock_mono_ms();
        sessions->want_load = true;
        pthread_cond_signal(&sessions->wanted);
        while (sessions->loads == before && pthread_cond_timedwait(&sessions->loaded, &sessions->lock, &until) == 0)
            ;
    }
    fetched = sessions->loads != before;
    pthread_mutex_unlock(&sessions->lock);
    return fetched;
}

static struct status verify_new(struct sessions *sessions, struct arena *arena, const char *token,
                                const uint8_t hash[SHA256_BYTES], struct token_claims *ret_claims)
{
    struct status status = verify(sessions, arena, token, ret_claims);

    atomic_fetch_add(&sessions->verified, 1);
    if (failed_with(status, TOKEN_STALE) && sessions->keys_method && fetch_keys_again(sessions))
        status = verify(sessions, arena, token, ret_claims);
    if (ok(status))
        token_cache_put(sessions->cache, hash, ret_claims);
    return status;
}

static struct status identify(struct sessions *sessions, struct arena *arena, const char *token,
                              struct token_claims *ret_claims)
{
    uint8_t hash[SHA256_BYTES];
    size_t bytes = strlen(token);

    if (bytes == 0 || bytes > TOKEN_BYTES_MAX)
        return fail(TOKEN_INVALID, "the token is empty or longer than %d bytes", TOKEN_BYTES_MAX);
    if (!sessions_ready(sessions))
        return fail(NOT_AVAILABLE, "keys and revocations are not loaded yet");
    sha256(token, bytes, hash);
    if (token_cache_get(sessions->cache, arena, hash, rpc_now_ms(sessions->client), ret_claims))
        atomic_fetch_add(&sessions->hits, 1);
    else
        TRY(verify_new(sessions, arena, token, hash, ret_claims));
    if (revocations_hit(sessions->revocations, ret_claims->user_id, ret_claims->session_id, ret_claims->issued_ms))
        return fail(TOKEN_STALE, "the session was changed or ended after this token was issued");
    return OK;
}

struct status session_identify(struct sessions *sessions, struct arena *arena, const char *authorization,
                               struct identity *ret_identity)
{
    struct status status;

    ret_identity->signed_in = false;
    if (!authorization)
        return OK;
    if (strncasecmp(authorization, "Bearer ", 7) != 0)
        return fail(TOKEN_INVALID, "Authorization is not Bearer and a token");
    status = identify(sessions, arena, authorization + 7 + strspn(authorization + 7, " "), &ret_identity->claims);
    ret_identity->signed_in = ok(status);
    if (!ok(status))
        atomic_fetch_add(&sessions->refused, 1);
    return status;
}

static bool has_role(const Api__Rpc *rpc, const struct token_claims *claims)
{
    for (size_t i = 0; i < rpc->n_roles; i++)
        for (size_t j = 0; j < claims->roles_count; j++)
            if (strcmp(rpc->roles[i], claims->roles[j].role) == 0)
                return true;
    return false;
}

struct status session_access(const struct method *method, const struct identity *identity)
{
    switch (method->rpc->access) {
    case API__ACCESS__PUBLIC:
        return OK;
    case API__ACCESS__USER:
        return identity->signed_in ? OK : fail(TOKEN_MISSING, "%s needs a bearer token", method->name);
    case API__ACCESS__ROLE:
        if (!identity->signed_in)
            return fail(TOKEN_MISSING, "%s needs a bearer token", method->name);
        return has_role(method->rpc, &identity->claims) ? OK : fail(FORBIDDEN, "%s needs a role", method->name);
    default:
        return fail(NOT_HERE, "%s is not for callers from outside", method->name);
    }
}

struct session_counts session_counts(struct sessions *sessions)
{
    return (struct session_counts){
        .hits = atomic_load(&sessions->hits),
        .verified = atomic_load(&sessions->verified),
        .refused = atomic_load(&sessions->refused),
        .cached = token_cache_count(sessions->cache),
    };
}
