/* The rules of posts and comments. Pure. */
#ifndef LINLI_CONTENT_DOMAIN_POST_H
#define LINLI_CONTENT_DOMAIN_POST_H

#include "content/domain/circle.h"

/* The numbers of linli.content.v1.PostState. */
enum post_state { POST_HELD = 1, POST_PUBLISHED = 2, POST_REMOVED = 3 };

/* What a check said of a text. */
enum verdict { VERDICT_PASS, VERDICT_REVIEW, VERDICT_REFUSED };

struct author {
    const char *user_id;
    const char *nickname;
    const char *avatar_url;
};

struct post {
    const char *id;
    const char *circle_id;
    const char *community_id;
    struct author author;
    const char *title;
    const char *body;
    const char *campaign_id; /* "": none */
    enum post_state state;
    int64_t like_count;
    int64_t comment_count;
    int64_t created_us;
    int64_t published_us; /* 0: not yet */
    bool text_passed;     /* the check of its text is done: a held one waits for its pictures */
    int picture_count;
    bool liked;  /* by the caller */
    bool hidden; /* its author and the caller do not want to see each other */
};

struct comment {
    const char *id;
    const char *post_id;
    const char *reply_to_id; /* "": the post itself */
    const char *reply_to_author_id;
    struct author author;
    const char *body;
    enum post_state state;
    int64_t created_us;
    bool hidden; /* as a post's */
};

/* TEXT_REFUSED, or the state the text starts in. */
struct status post_state_for(enum verdict verdict, enum post_state *ret_state);
/* NOT_HERE unless the caller may read it: published, or his own while held; not between people who blocked each other. */
struct status post_readable(const struct post *post, const struct circle *circle, const char *caller_id);
/* The same of a comment, on a post that he may read. */
struct status comment_readable(const struct comment *comment, const char *caller_id);
/* In whose name it is taken away ("author", "moderator"), or NOT_HERE / FORBIDDEN. `reviewer`: operator or content reviewer. */
struct status removal_by(const char *author_id, const char *caller_id, enum circle_role role, bool reviewer, const char **ret_by);

#endif
