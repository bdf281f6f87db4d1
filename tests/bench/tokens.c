/* Access tokens of people who were never here, signed with the house's own key: the newest one that signs now, opened
 * with auth's secret. For benchmarks, whose ten thousand people would otherwise spend a minute signing in.
 *
 *   bench-tokens COUNT SECRET_FILE DATABASE_URL_FILE APP_ID [PEOPLE_FILE]
 *
 * prints COUNT lines: token, address, user id, tabs between. With what it printed before, it signs for the same people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/token.h"
#include "base/vault.h"
#include "db/db.h"

#define PURPOSE    "signing key" /* what services/auth/signer.c seals it for */
#define LIFE_MS    (15 * 60 * 1000)
#define TEXT_BYTES 1024

static void give_up(const char *what, struct status status)
{
    fprintf(stderr, "%s: %s %s\n", what, status.reason, status.text ? status.text : "");
    exit(EXIT_FAILURE);
}

static const char *first_line(const char *path, char line[TEXT_BYTES])
{
    FILE *file = fopen(path, "r");

    if (!file || !fgets(line, TEXT_BYTES, file)) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

struct signing {
    const char *kid;
    uint8_t *private_key;
};

static struct status find_key(struct arena *arena, const struct vault *vault, const char *url,
                              struct signing *ret_signing)
{
    struct db *db = db_create(&(struct db_options){ .url = url, .schema = "auth", .name = "bench-tokens" });
    struct rows *rows;
    size_t sealed_bytes, bytes;

    TRY(db_run(
        db, arena, &rows,
        "select kid, sealed, sealed_key from signing_keys where signs_from <= now() order by signs_from desc limit 1"));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "nobody has signed in yet, so there is no key");
    ret_signing->kid = arena_strdup(arena, rows_text(rows, 0, 0));
    const uint8_t *sealed = rows_bytes(rows, 0, 1, &sealed_bytes);
    if (!vault_open(vault, arena, PURPOSE, rows_text(rows, 0, 2), sealed, sealed_bytes, &ret_signing->private_key,
                    &bytes) ||
        bytes != ED25519_KEY_BYTES)
        return fail(INTERNAL, "the key was sealed with another secret");
    db_destroy(db);
    return OK;
}

/* The next person's user id in what was printed before; a new one when there is nothing. */
static struct id next_user(FILE *people)
{
    static char line[TOKEN_BYTES_MAX + 128];
    struct id user = id_new();
    const char *tab;

    if (!people)
        return user;
    if (!fgets(line, sizeof line, people) || !(tab = strrchr(line, '\t')) ||
        strcspn(tab + 1, "\n") != strlen(user.text)) {
        fprintf(stderr, "the file of people is not what this program prints\n");
        exit(EXIT_FAILURE);
    }
    memcpy(user.text, tab + 1, strlen(user.text));
    return user;
}

static void print_person(const struct signing *signing, const char *app_id, int number, struct id user)
{
    struct arena arena;
    struct id session = id_new();
    int64_t now_ms = clock_unix_ms();
    const struct token_claims claims = { .user_id = user.text,
                                         .session_id = session.text,
                                         .app_id = app_id,
                                         .issued_ms = now_ms,
                                         .expires_ms = now_ms + LIFE_MS };

    arena_init(&arena, 64 << 10);
    printf("%s\t10.%d.%d.%d\t%s\n", token_sign(&arena, signing->kid, signing->private_key, &claims),
           60 + (number >> 16), number >> 8 & 255, number & 255, user.text);
    arena_finish(&arena);
}

int main(int argc, char **argv)
{
    char secret[TEXT_BYTES], url[TEXT_BYTES];
    struct signing signing;
    struct vault vault;
    struct arena arena;
    FILE *people;

    if (argc != 5 && argc != 6) {
        fprintf(stderr, "bench-tokens COUNT SECRET_FILE DATABASE_URL_FILE APP_ID [PEOPLE_FILE]\n");
        return EXIT_FAILURE;
    }
    people = argc == 6 ? fopen(argv[5], "r") : NULL;
    if (argc == 6 && !people) {
        perror(argv[5]);
        return EXIT_FAILURE;
    }
    arena_init(&arena, 1 << 20);
    struct status status = vault_make("LINLI_AUTH", first_line(argv[2], secret), secret, &vault);
    if (ok(status))
        status = find_key(&arena, &vault, first_line(argv[3], url), &signing);
    if (!ok(status))
        give_up("tokens", status);
    for (int i = 0; i < strtol(argv[1], NULL, 10); i++)
        print_person(&signing, argv[4], i, next_user(people));
    if (people)
        fclose(people);
    arena_finish(&arena);
    return EXIT_SUCCESS;
}
