/* The installation's accounts at WeChat Pay: its own, which is "" everywhere, and those in a folder with a folder for each:
 *
 *     <dir>/<mchid>/serial               of the account's certificate, 40 hexadecimal digits
 *     <dir>/<mchid>/apiclient_key.pem    its private key
 *     <dir>/<mchid>/apiclient_cert.pem   its certificate
 *     <dir>/<mchid>/apiv3_key            32 bytes
 *     <dir>/<mchid>/wxp_pub_id           id of WeChat Pay's public key, with …
 *     <dir>/<mchid>/wxp_pub.pem          … the key; neither: platform certificates
 *
 * At WeChat each is bound to the mini-program, which all of them have in common. Read once, at the start. One whose folder is
 * wrong is left out and named in the log: its orders can't be paid, those of all others can. Shared by all threads, and never
 * changed. Clients belong to the accounts.
 */
#ifndef GROUPBUY_ACCOUNTS_H
#define GROUPBUY_ACCOUNTS_H

#include "wechat/pay.h"

#define MERCHANT_ID_BYTES_MAX 20

struct accounts;

/* `own`: the installation's account; others are asked at the same address, within the same time. `dir` "": there are no
 * others. SETTING_INVALID: `own` is wrong, `dir` can't be read, or holds more than `merchants_max`. */
struct status accounts_open(const struct wxpay_options *own, const char *dir, int64_t merchants_max,
                            struct accounts **ret_accounts);
void accounts_close(struct accounts *accounts);

/* NULL: there are no keys of it here. */
struct wxpay *accounts_find(const struct accounts *accounts, const char *merchant_id);
/* The n-th account's id, from 0: that of 0 is "", of the installation's own; NULL: there are no more. */
const char *accounts_id(const struct accounts *accounts, size_t n);

#endif
