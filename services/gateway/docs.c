#include "gateway/docs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "contract/openapi.h"
#include "gateway/gzip.h"

#define OPENAPI_BYTES_MAX ((size_t)64 << 20)

/* Built in from docs/ by CMakeLists.txt. */
extern const char docs_index_html[], docs_index_html_end[];
extern const char docs_docs_js[], docs_docs_js_end[];
extern const char docs_docs_css[], docs_docs_css_end[];

#define DOCUMENTS 4

struct docs {
    char *openapi;
    const char *paths[DOCUMENTS];
    struct document documents[DOCUMENTS];
};

static void set_document(struct docs *docs, size_t index, const char *path, const char *type, const char *data,
                         size_t bytes)
{
    struct document *document = &docs->documents[index];
    uint8_t hash[SHA256_BYTES];
    char text[33];

    sha256(data, bytes, hash);
    hex_encode(hash, 16, text);
    docs->paths[index] = path;
    *document = (struct document){ .content_type = type, .data = data, .bytes = bytes };
    snprintf(document->etag, sizeof(document->etag), "W/\"%s\"", text);
}

/* Two megabytes of text are kept as a tenth of that. */
static void add_openapi(struct docs *docs, const struct contract *contract)
{
    struct arena arena;
    struct buf out;

    arena_init(&arena, OPENAPI_BYTES_MAX);
    buf_init(&out, &arena, 1 << 16);
    openapi_write(contract, &out);
    set_document(docs, 0, "/openapi.json", "application/json", out.data, out.len);
    docs->openapi = gzip_pack(out.data, out.len, &docs->documents[0].gzipped_bytes);
    docs->documents[0].data = docs->openapi;
    arena_finish(&arena);
}

struct docs *docs_create(const struct contract *contract)
{
    struct docs *docs = calloc(1, sizeof(*docs));

    if (!docs)
        abort();
    add_openapi(docs, contract);
    set_document(docs, 1, "/docs", "text/html; charset=utf-8", docs_index_html,
                 (size_t)(docs_index_html_end - docs_index_html));
    set_document(docs, 2, "/docs/docs.js", "text/javascript; charset=utf-8", docs_docs_js,
                 (size_t)(docs_docs_js_end - docs_docs_js));
    set_document(docs, 3, "/docs/docs.css", "text/css; charset=utf-8", docs_docs_css,
                 (size_t)(docs_docs_css_end - docs_docs_css));
    return docs;
}

void docs_destroy(struct docs *docs)
{
    if (!docs)
        return;
    free(docs->openapi);
    free(docs);
}

const struct document *docs_find(const struct docs *docs, const char *path)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        if (strcmp(docs->paths[i], path) == 0)
            return &docs->documents[i];
    return NULL;
}
