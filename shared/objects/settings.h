/* The settings every process that has to do with objects has, as rows of its table:
 *
 *     static struct object_options objects;
 *     const struct setting content_settings[] = { OBJECT_SETTINGS(objects), … };
 */
#ifndef LINLI_OBJECTS_SETTINGS_H
#define LINLI_OBJECTS_SETTINGS_H

#include "base/settings.h"
#include "objects/objects.h"

#define OBJECT_SETTINGS(options)                                                                                      \
    SETTING_TEXT((options).url, "LINLI_OBJECTS_URL", "", PLAIN,                                                       \
                 "the object store: a folder that all processes share, or http(s)://host/bucket of S3; empty: none"), \
        SETTING_TEXT((options).region, "LINLI_OBJECTS_REGION", "us-east-1", PLAIN, "region of S3"),                   \
        SETTING_TEXT((options).access_key, "LINLI_OBJECTS_ACCESS_KEY", "", PLAIN, "key id in S3"),                    \
        SETTING_TEXT((options).secret_key, "LINLI_OBJECTS_SECRET_KEY", "", SECRET, "its secret"),                     \
        SETTING_INT((options).timeout_ms, "LINLI_OBJECTS_TIMEOUT_MS", 15000, 100, 60000,                              \
                    "one exchange with S3, milliseconds")

#define OBJECT_LINK_SECRET(target)                                                                                     \
    SETTING_TEXT(target, "LINLI_OBJECTS_LINK_SECRET", "", SECRET,                                                      \
                 "what links to objects are signed with, the same for all: one or more, newest first, commas between")

#endif
