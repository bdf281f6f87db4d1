/* coupons: what people get for taking part. Its table of contents. */
#ifndef LINLI_COUPONS_COUPONS_H
#define LINLI_COUPONS_COUPONS_H

#include "coupons/domain/reasons.h"
#include "db/migrate.h"
#include "events/events.h"
#include "linli/auth/v1/events.pb-c.h"
#include "linli/content/v1/events.pb-c.h"
#include "linli/coupons/v1/coupons.pb-c.h"
#include "linli/coupons/v1/events.pb-c.h"
#include "linli/coupons/v1/grants.pb-c.h"
#include "linli/coupons/v1/internal.pb-c.h"
#include "linli/coupons/v1/levels.pb-c.h"
#include "linli/coupons/v1/points.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/operation.h"

#define COUPONS_OPERATIONS(X)                                                                                          \
    X(Cp, CreateTemplate, Cp__Template, coupons_create_template)                                                       \
    X(Cp, SetTemplateActive, Cp__Template, coupons_set_template_active)                                                \
    X(Cp, GetTemplate, Cp__Template, coupons_get_template)                                                             \
    X(Cp, ListTemplates, Cp__ListTemplatesResponse, coupons_list_templates)                                            \
    X(Cp, ListCoupons, Cp__ListCouponsResponse, coupons_list_coupons)                                                  \
    X(Cp, GetCoupon, Cp__Coupon, coupons_get_coupon)                                                                   \
    X(Cp, ListCouponAudit, Cp__ListCouponAuditResponse, coupons_list_coupon_audit)                                     \
    X(Cp, SuggestCoupons, Cp__SuggestCouponsResponse, coupons_suggest_coupons)                                         \
    X(Cp, RedeemCode, Cp__Coupon, coupons_redeem_code)                                                                 \
    X(Cp, ExchangeCoupon, Cp__Coupon, coupons_exchange_coupon)                                                         \
    X(Cp, GrantCoupons, Cp__GrantCouponsResponse, coupons_grant_coupons)                                               \
    X(Cp, CreateCodes, Cp__CreateCodesResponse, coupons_create_codes)                                                  \
    X(Cp, ListCodes, Cp__ListCodesResponse, coupons_list_codes)
#define COUPONS_BATCHES(X) X(ClaimCoupon, coupons_claim_coupon)

#define COUPONS_POINTS_OPERATIONS(X)                                                                                   \
    X(Cp, GetPoints, Cp__PointsBalance, coupons_get_points)                                                            \
    X(Cp, ListPostings, Cp__ListPostingsResponse, coupons_list_postings)                                               \
    X(Cp, SignInToday, Cp__DaySignedIn, coupons_sign_in_today)                                                         \
    X(Cp, ListSignIns, Cp__ListSignInsResponse, coupons_list_sign_ins)                                                 \
    X(Cp, ListPointsRules, Cp__ListPointsRulesResponse, coupons_list_points_rules)                                     \
    X(Cp, CreatePointsRule, Cp__PointsRule, coupons_create_points_rule)                                                \
    X(Cp, SetPointsRuleActive, Cp__PointsRule, coupons_set_points_rule_active)                                         \
    X(Cp, ProposeAdjustment, Cp__Adjustment, coupons_propose_adjustment)                                               \
    X(Cp, DecideAdjustment, Cp__Adjustment, coupons_decide_adjustment)                                                 \
    X(Cp, ListAdjustments, Cp__ListAdjustmentsResponse, coupons_list_adjustments)

#define COUPONS_GRANTS_OPERATIONS(X)                                                                                   \
    X(Cp, CreateGrantPlan, Cp__GrantPlan, coupons_create_grant_plan)                                                   \
    X(Cp, SetGrantPlanActive, Cp__GrantPlan, coupons_set_grant_plan_active)                                            \
    X(Cp, ListGrantPlans, Cp__ListGrantPlansResponse, coupons_list_grant_plans)

#define COUPONS_LEVELS_OPERATIONS(X)                                                                                   \
    X(Cp, GetLevels, Cp__LevelSet, coupons_get_levels)                                                                 \
    X(Cp, SetLevels, Cp__LevelSet, coupons_set_levels)                                                                 \
    X(Cp, GetMyLevel, Cp__MemberLevel, coupons_get_my_level)                                                           \
    X(Cp, ListGrowth, Cp__ListGrowthResponse, coupons_list_growth)                                                     \
    X(Cp, AdjustGrowth, Cp__MemberLevel, coupons_adjust_growth)

#define COUPONS_INTERNAL_OPERATIONS(X)                                                                                 \
    X(Cp, QuoteCoupon, Cp__CouponOffer, coupons_quote_coupon)                                                          \
    X(Cp, LockCoupon, Cp__CouponOffer, coupons_lock_coupon)                                                            \
    X(Cp, ConsumeCoupon, Cp__CouponLock, coupons_consume_coupon)                                                       \
    X(Cp, ReleaseCoupon, Cp__CouponLock, coupons_release_coupon)                                                       \
    X(Cp, ReturnCoupon, Cp__CouponLock, coupons_return_coupon)                                                         \
    X(Cp, QuotePoints, Cp__PointsOffer, coupons_quote_points)                                                          \
    X(Cp, LockPoints, Cp__PointsOffer, coupons_lock_points)                                                            \
    X(Cp, ConsumePoints, Cp__PointsLock, coupons_consume_points)                                                       \
    X(Cp, ReleasePoints, Cp__PointsLock, coupons_release_points)                                                       \
    X(Cp, ReturnPoints, Cp__PointsLock, coupons_return_points)                                                         \
    X(Cp, FindLevel, Cp__FoundLevel, coupons_find_level)

#define COUPONS_EVENTS(X)                                                                                              \
    X(Ct__CircleJoined, ct__circle_joined__descriptor, coupons_on_circle_joined)                                       \
    X(Ct__PostPublished, ct__post_published__descriptor, coupons_on_post_published)                                    \
    X(Ct__ReviewPublished, ct__review_published__descriptor, coupons_on_review_published)                              \
    X(Ct__PostRemoved, ct__post_removed__descriptor, coupons_on_post_removed)                                          \
    X(Ct__CommentAdded, ct__comment_added__descriptor, coupons_on_comment_added)                                       \
    X(Gb__OrderPaid, gb__order_paid__descriptor, coupons_on_order_paid)                                                \
    X(Gb__RefundDone, gb__refund_done__descriptor, coupons_on_refund_done)                                             \
    X(Au__UserInvited, au__user_invited__descriptor, coupons_on_user_invited)                                          \
    X(Au__UserRegistered, au__user_registered__descriptor, coupons_on_user_registered)                                 \
    X(Au__UserUpdated, au__user_updated__descriptor, coupons_on_user_updated)

/* Looks after a lock whose order nobody speaks of any more. */
#define CHECK_LOCK "check_lock"
/* The same for a lock of points. */
#define CHECK_POINTS       "check_points"
#define CHECK_LOCK_AFTER_S 1200 /* longer than an order may stay unpaid by default */
/* Gives a person who joined a circle the welcome pack. */
#define WELCOME "welcome"
/* A run of a grant plan, or a part of it. */
#define RUN_PLAN "run_plan"
/* Rewards who invited and who was, after the latter's first order. */
#define REWARD_INVITE "reward_invite"
#define COUPONS_JOBS(X)                                                                                                \
    X(CHECK_LOCK, coupons_check_lock)                                                                                  \
    X(CHECK_POINTS, coupons_check_points)                                                                              \
    X(WELCOME, coupons_welcome)                                                                                        \
    X(RUN_PLAN, coupons_run_plan)                                                                                      \
    X(REWARD_INVITE, coupons_reward_invite)                                                                            \
    X("remind_coupons", coupons_remind_coupons, 60)                                                                    \
    X("sweep_points", coupons_sweep_points, 15)                                                                        \
    X("sweep_levels", coupons_sweep_levels, 15)                                                                        \
    X("remind_points", coupons_remind_points, 120)

COUPONS_OPERATIONS(OPERATION_PROTOTYPE)
COUPONS_BATCHES(OPERATION_BATCH_PROTOTYPE)
COUPONS_POINTS_OPERATIONS(OPERATION_PROTOTYPE)
COUPONS_GRANTS_OPERATIONS(OPERATION_PROTOTYPE)
COUPONS_LEVELS_OPERATIONS(OPERATION_PROTOTYPE)
COUPONS_INTERNAL_OPERATIONS(OPERATION_PROTOTYPE)
COUPONS_EVENTS(EVENT_PROTOTYPE)
COUPONS_JOBS(JOB_PROTOTYPE)

extern const struct migration coupons_migrations[];
extern const size_t coupons_migrations_count;

#endif
