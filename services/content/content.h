/* content: what people say to each other. Its table of contents. */
#ifndef LINLI_CONTENT_CONTENT_H
#define LINLI_CONTENT_CONTENT_H

#include "content/domain/reasons.h"
#include "events/events.h"
#include "linli/content/v1/content.pb-c.h"
#include "linli/content/v1/events.pb-c.h"
#include "linli/content/v1/internal.pb-c.h"
#include "rpc/operation.h"

#define CONTENT_OPERATIONS(X)                                                \
    X(Ct, CreateCircle, Ct__Circle, content_create_circle)                   \
    X(Ct, ListCircles, Ct__ListCirclesResponse, content_list_circles)        \
    X(Ct, GetCircle, Ct__Circle, content_get_circle)                         \
    X(Ct, SetCircleVisibility, Ct__Circle, content_set_circle_visibility)    \
    X(Ct, JoinCircle, Ct__Circle, content_join_circle)                       \
    X(Ct, LeaveCircle, Ct__Circle, content_leave_circle)                     \
    X(Ct, CreatePost, Ct__Post, content_create_post)                         \
    X(Ct, GetPost, Ct__Post, content_get_post)                               \
    X(Ct, ListPosts, Ct__ListPostsResponse, content_list_posts)              \
    X(Ct, ListFeed, Ct__ListPostsResponse, content_list_feed)                \
    X(Ct, DeletePost, Ct__DeletePostResponse, content_delete_post)           \
    X(Ct, CreateComment, Ct__Comment, content_create_comment)                \
    X(Ct, ListComments, Ct__ListCommentsResponse, content_list_comments)     \
    X(Ct, DeleteComment, Ct__DeleteCommentResponse, content_delete_comment)  \
    X(Ct, LikePost, Ct__Post, content_like_post)                             \
    X(Ct, UnlikePost, Ct__Post, content_unlike_post)                         \
    X(Ct, CreateReport, Ct__Report, content_create_report)                   \
    X(Ct, ListReports, Ct__ListReportsResponse, content_list_reports)        \
    X(Ct, DecideReport, Ct__Report, content_decide_report)                   \
    X(Ct, PutWord, Ct__Word, content_put_word)                               \
    X(Ct, DeleteWord, Ct__DeleteWordResponse, content_delete_word)           \
    X(Ct, ListWords, Ct__ListWordsResponse, content_list_words)              \
    X(Ct, ListTalkAudit, Ct__ListTalkAuditResponse, content_list_talk_audit)  \
    X(Ct, UploadMedia, Ct__Media, content_upload_media)                      \
    X(Ct, GetMedia, Ct__Media, content_get_media)                            \
    X(Ct, ListHeldMedia, Ct__ListHeldMediaResponse, content_list_held_media) \
    X(Ct, DecideMedia, Ct__Media, content_decide_media)

#define CONTENT_INTERNAL_OPERATIONS(X)                                                  \
    X(Ct, CheckMembership, Ct__CheckMembershipResponse, content_check_membership)       \
    X(Ct, CheckText, Ct__CheckTextResponse, content_check_text)                         \
    X(Ct, AttachMedia, Ct__AttachMediaResponse, content_attach_media)                   \
    X(Ct, ListPictures, Ct__ListPicturesResponse, content_list_pictures)

CONTENT_OPERATIONS(OPERATION_PROTOTYPE)
CONTENT_INTERNAL_OPERATIONS(OPERATION_PROTOTYPE)

#endif
