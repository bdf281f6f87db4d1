#include "groupbuy/service.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "groupbuy/accounts.h"
#include "objects/settings.h"
#include "wechat/pay.h"
#include "wechat/settings.h"

#define PEM_BYTES_MAX 16384

static struct groupbuy house;
static struct wxpay_options merchant;
static struct wechat_options mini_program;
static struct object_options object_options;
static const char *private_key_path, *certificate_path, *public_key_path, *merchants_dir, *data_secrets;
static int64_t merchants_max;

const struct setting groupbuy_settings[] = {
    OBJECT_SETTINGS(object_options),
    SETTING_INT(house.unpaid_s, "LINLI_GROUPBUY_UNPAID_S", 900, 15, 7200,
                "how long a team order may stay unpaid, seconds"),
    SETTING_INT(house.flash_unpaid_s, "LINLI_GROUPBUY_FLASH_UNPAID_S", 300, 15, 7200,
                "how long a flash order may stay unpaid, seconds"),
    SETTING_INT(house.team_life_s_min, "LINLI_GROUPBUY_TEAM_LIFE_S_MIN", 300, 1, 604800,
                "the shortest life of a team, seconds"),
    SETTING_INT(house.team_life_s_max, "LINLI_GROUPBUY_TEAM_LIFE_S_MAX", 259200, 1, 604800,
                "the longest life of a team, seconds"),
    SETTING_INT(house.late_grace_s, "LINLI_GROUPBUY_LATE_GRACE_S", 30, 0, 60,
                "a team fails so long after its deadline, for payments under way, seconds"),
    SETTING_INT(house.flash_buckets, "LINLI_GROUPBUY_FLASH_BUCKETS", 4, 1, BUCKETS_MAX,
                "buckets of a flash sale's stock: about two a replica"),
    SETTING_INT(house.round_grace_s, "LINLI_GROUPBUY_ROUND_GRACE_S", 300, 0, 3600,
                "payments under way may land so long after the end of a leader's round, seconds"),
    SETTING_INT(house.leader_agreement_version, "LINLI_GROUPBUY_LEADER_AGREEMENT_VERSION", 1, 1, 1000000,
                "the leaders' agreement that is shown now; an older one is not accepted any more"),
    SETTING_INT(house.confirm_s, "LINLI_GROUPBUY_CONFIRM_S", 10 * 86400, 1, 90 * 86400,
                "what was shipped is taken as received after so long, seconds"),
    SETTING_INT(house.after_sale_s, "LINLI_GROUPBUY_AFTER_SALE_S", 7 * 86400, 1, 90 * 86400,
                "how long after receipt an after-sale may be asked for, seconds"),
    SETTING_INT(house.publish_yellow_percent, "LINLI_GROUPBUY_PUBLISH_YELLOW_PERCENT", 30, 0, 100,
                "a campaign below so much of the list price is noted by the publishing check, percent"),
    SETTING_INT(house.publish_red_percent, "LINLI_GROUPBUY_PUBLISH_RED_PERCENT", 10, 0, 100,
                "a campaign below so much of the list price needs a second pair of eyes, percent"),
    SETTING_INT(house.refund_gap_s, "LINLI_GROUPBUY_REFUND_GAP_S", 61, 0, 3600,
                "between two refunds of one order: WeChat Pay wants a minute, seconds"),
    SETTING_INT(house.signed_code_s, "LINLI_GROUPBUY_SIGNED_CODE_S", 12 * 3600, 60, 2 * 86400,
                "the signed form of a pick-up code is taken for so long, seconds"),
    SETTING_INT(house.complaint_alarm_s, "LINLI_GROUPBUY_COMPLAINT_ALARM_S", 12 * 3600, 1, 24 * 3600,
                "a complaint at WeChat that waits longer for an answer rings the alarm, seconds"),
    SETTING_INT(house.second_pair_fen, "LINLI_GROUPBUY_SECOND_PAIR_FEN", 100000, 0, 100000000000,
                "money moved by one operator above this needs another's yes, fen"),
    SETTING_INT(house.approval_s, "LINLI_GROUPBUY_APPROVAL_S", 3 * 86400, 1, 30 * 86400,
                "how long a question to another operator, or his yes, holds, seconds"),
    SETTING_BOOL(house.virtual_pay, "LINLI_GROUPBUY_VIRTUAL_PAY", true,
                 "virtual goods (paid articles and columns) are sold"),
    SETTING_BOOL(house.virtual_pay_ios, "LINLI_GROUPBUY_VIRTUAL_PAY_IOS", false,
                 "they are sold on iOS, too: where they are not there is no price, no product, no hint"),
    SETTING_INT(house.after_sale_times.leader_s, "LINLI_GROUPBUY_AFTER_SALE_LEADER_S", 86400, 1, 7 * 86400,
                "a leader's time to decide an after-sale, then operators do, seconds"),
    SETTING_INT(house.after_sale_times.operator_s, "LINLI_GROUPBUY_AFTER_SALE_OPERATOR_S", 86400, 1, 7 * 86400,
                "operators' time to decide an after-sale, then an alarm rings, seconds"),
    SETTING_INT(house.after_sale_times.return_s, "LINLI_GROUPBUY_AFTER_SALE_RETURN_S", 7 * 86400, 1, 30 * 86400,
                "a buyer's time to send goods back, then operators look at it, seconds"),
    SETTING_INT(house.after_sale_times.check_s, "LINLI_GROUPBUY_AFTER_SALE_CHECK_S", 10 * 86400, 1, 30 * 86400,
                "goods that were sent back are refunded after so long, seconds"),
    SETTING_INT(house.payout_limits.least, "LINLI_GROUPBUY_PAYOUT_FEN_MIN", 100, 100, 1000000,
                "the least that a leader or partner is paid at once, fen"),
    SETTING_INT(house.payout_limits.most, "LINLI_GROUPBUY_PAYOUT_FEN_MAX", 2000000, 100, 100000000, "the most, fen"),
    SETTING_INT(house.payout_limits.day_most, "LINLI_GROUPBUY_PAYOUT_DAY_FEN_MAX", 5000000, 100, 100000000,
                "the most on one day, fen"),
    SETTING_INT(house.payout_limits.approve_from, "LINLI_GROUPBUY_PAYOUT_APPROVE_FROM_FEN", 200000, 1, 100000000,
                "from there on two people of finance say yes to a payout, fen"),
    SETTING_TEXT(house.transfer_scene, "LINLI_WXPAY_TRANSFER_SCENE", "1005", PLAIN,
                 "number of the transfer scene that WeChat has approved: commissions"),
    SETTING_TEXT(data_secrets, "LINLI_GROUPBUY_DATA_SECRETS", NULL, SECRET,
                 "what phones, names and identity numbers are sealed with: secrets of 32 characters or more, newest "
                 "first, commas between"),
    SETTING_TEXT(house.notify_base_url, "LINLI_WXPAY_NOTIFY_BASE_URL", NULL, PLAIN,
                 "where WeChat Pay reaches the gateway, without a slash at the end"),
    WECHAT_SETTINGS(mini_program),
    SETTING_TEXT(merchant.base_url, "LINLI_WXPAY_BASE_URL", "https://api.mch.weixin.qq.com", PLAIN, "WeChat Pay's API"),
    SETTING_TEXT(merchant.merchant_id, "LINLI_WXPAY_MERCHANT_ID", NULL, PLAIN, "the merchant's number"),
    SETTING_TEXT(merchant.merchant_serial, "LINLI_WXPAY_MERCHANT_SERIAL", NULL, PLAIN,
                 "serial of the merchant's certificate, 40 hexadecimal digits"),
    SETTING_TEXT(private_key_path, "LINLI_WXPAY_PRIVATE_KEY_PATH", NULL, PLAIN,
                 "file of the merchant's private key (PEM)"),
    SETTING_TEXT(certificate_path, "LINLI_WXPAY_MERCHANT_CERTIFICATE_PATH", "", PLAIN,
                 "file of the merchant's certificate (PEM): operators hear before it ends; empty: they do not"),
    SETTING_TEXT(merchant.api_key, "LINLI_WXPAY_API_KEY", NULL, SECRET, "the APIv3 key, 32 bytes"),
    SETTING_TEXT(merchant.public_key_id, "LINLI_WXPAY_PUBLIC_KEY_ID", "", PLAIN,
                 "id of WeChat Pay's public key; empty: platform certificates"),
    SETTING_TEXT(public_key_path, "LINLI_WXPAY_PUBLIC_KEY_PATH", "", PLAIN,
                 "file of WeChat Pay's public key (PEM); empty: platform certificates"),
    SETTING_TEXT(merchants_dir, "LINLI_WXPAY_MERCHANTS_DIR", "", PLAIN,
                 "folder with a folder for each other account at WeChat Pay, named by its number: serial, "
                 "apiclient_key.pem, apiclient_cert.pem, apiv3_key, wxp_pub_id, wxp_pub.pem; empty: there are none"),
    SETTING_INT(merchants_max, "LINLI_WXPAY_MERCHANTS_MAX", 64, 1, 1000, "the most accounts in that folder"),
    SETTING_INT(merchant.timeout_ms, "LINLI_WXPAY_TIMEOUT_MS", 4000, 100, 30000,
                "a whole call to WeChat Pay, milliseconds"),
};
const size_t groupbuy_settings_count = sizeof groupbuy_settings / sizeof groupbuy_settings[0];

/* The file's bytes and a NUL. */
static struct status read_pem(struct arena *arena, const char *path, const char **ret_text)
{
    char *text = arena_alloc(arena, PEM_BYTES_MAX + 1);
    FILE *file = fopen(path, "re");
    size_t bytes;

    if (!file)
        return fail(SETTING_INVALID, "the key file %s cannot be opened", path);
    bytes = fread(text, 1, PEM_BYTES_MAX, file);
    fclose(file);
    if (bytes == 0 || bytes == PEM_BYTES_MAX)
        return fail(SETTING_INVALID, "the key file %s is empty or too long", path);
    *ret_text = text;
    return OK;
}

static struct status open_merchant(struct arena *arena)
{
    bool public_key = *merchant.public_key_id != 0;

    if (public_key != (*public_key_path != 0))
        return fail(SETTING_INVALID, "WeChat Pay's public key needs both its id and its file");
    TRY(read_pem(arena, private_key_path, &merchant.private_key_pem));
    if (*certificate_path)
        TRY(read_pem(arena, certificate_path, &merchant.merchant_certificate_pem));
    if (public_key)
        TRY(read_pem(arena, public_key_path, &merchant.public_key_pem));
    else
        merchant.public_key_id = NULL;
    return accounts_open(&merchant, merchants_dir, merchants_max, &house.accounts);
}

struct status groupbuy_secrets_changed(void *service)
{
    struct groupbuy *groupbuy = service;

    return vault_put(&groupbuy->vault, "LINLI_GROUPBUY", secret_now(&data_secrets), NULL);
}

struct status groupbuy_start(void **ret_service)
{
    struct arena arena;
    struct status opened;

    if (house.team_life_s_min > house.team_life_s_max)
        return fail(SETTING_INVALID, "the shortest life of a team is longer than the longest");
    TRY(groupbuy_secrets_changed(&house));
    random_bytes(&house.replica, sizeof house.replica);
    arena_init(&arena, ARENA_BYTES_MAX);
    opened = open_merchant(&arena);
    arena_finish(&arena);
    merchant.private_key_pem = merchant.merchant_certificate_pem = merchant.public_key_pem = NULL;
    TRY(opened);
    TRY(wechat_open(&mini_program, &house.wechat));
    house.app_id = mini_program.app_id;
    if (*object_options.url)
        TRY(objects_open(&object_options, &house.objects));
    *ret_service = &house;
    return OK;
}

void groupbuy_stop(void *service)
{
    struct groupbuy *groupbuy = service;

    objects_close(groupbuy->objects);
    wechat_destroy(groupbuy->wechat);
    accounts_close(groupbuy->accounts);
    vault_place_finish(&groupbuy->vault);
}
