/* notifications: telling people in time. Its table of contents. */
#ifndef LINLI_NOTIFICATIONS_NOTIFICATIONS_H
#define LINLI_NOTIFICATIONS_NOTIFICATIONS_H

#include "events/events.h"
#include "linli/api/raw.pb-c.h"
#include "linli/auth/v1/events.pb-c.h"
#include "linli/content/v1/events.pb-c.h"
#include "linli/coupons/v1/events.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "linli/notifications/v1/events.pb-c.h"
#include "linli/notifications/v1/internal.pb-c.h"
#include "linli/notifications/v1/notifications.pb-c.h"
#include "rpc/operation.h"

#define TEMPLATE_UNKNOWN CODE_NOT_FOUND, "TEMPLATE_UNKNOWN"

/* Raw methods take HTTP as it came. */
typedef Api__RawRequest Nt__VerifyPushUrlRequest;
typedef Api__RawRequest Nt__ReceivePushRequest;

#define NOTIFICATIONS_OPERATIONS(X)                                                                                    \
    X(Nt, ListMessages, Nt__ListMessagesResponse, notifications_list_messages)                                         \
    X(Nt, GetUnread, Nt__Unread, notifications_get_unread)                                                             \
    X(Nt, MarkRead, Nt__Unread, notifications_mark_read)                                                               \
    X(Nt, ReportSubscription, Nt__Subscription, notifications_report_subscription)                                     \
    X(Nt, ListSubscriptions, Nt__ListSubscriptionsResponse, notifications_list_subscriptions)                          \
    X(Nt, AskSubscriptions, Nt__ListSubscriptionsResponse, notifications_ask_subscriptions)                            \
    X(Nt, ListDeliveries, Nt__ListDeliveriesResponse, notifications_list_deliveries)                                   \
    X(Nt, VerifyPushUrl, Api__RawResponse, notifications_verify_push_url)                                              \
    X(Nt, ReceivePush, Api__RawResponse, notifications_receive_push)

#define NOTIFICATIONS_INTERNAL_OPERATIONS(X) X(Nt, ReportQueues, Api__QueueReportTaken, notifications_report_queues)

#define NOTIFICATIONS_EVENTS(X)                                                                                        \
    X(Ct__CircleJoined, ct__circle_joined__descriptor, notifications_on_circle_joined)                                 \
    X(Ct__CommentAdded, ct__comment_added__descriptor, notifications_on_comment_added)                                 \
    X(Gb__OrderPaid, gb__order_paid__descriptor, notifications_on_order_paid)                                          \
    X(Gb__OrderCancelled, gb__order_cancelled__descriptor, notifications_on_order_cancelled)                           \
    X(Gb__BookingMoved, gb__booking_moved__descriptor, notifications_on_booking_moved)                                 \
    X(Gb__BookingSoon, gb__booking_soon__descriptor, notifications_on_booking_soon)                                    \
    X(Ct__ReviewDecided, ct__review_decided__descriptor, notifications_on_review_decided)                              \
    X(Gb__CardUsed, gb__card_used__descriptor, notifications_on_card_used)                                             \
    X(Gb__CardEnding, gb__card_ending__descriptor, notifications_on_card_ending)                                       \
    X(Gb__CardEnded, gb__card_ended__descriptor, notifications_on_card_ended)                                          \
    X(Gb__TeamCompleted, gb__team_completed__descriptor, notifications_on_team_completed)                              \
    X(Gb__TeamFailed, gb__team_failed__descriptor, notifications_on_team_failed)                                       \
    X(Gb__TeamChanged, gb__team_changed__descriptor, notifications_on_team_changed)                                    \
    X(Gb__CampaignStarting, gb__campaign_starting__descriptor, notifications_on_campaign_starting)                     \
    X(Gb__CampaignEnding, gb__campaign_ending__descriptor, notifications_on_campaign_ending)                           \
    X(Gb__RefundDone, gb__refund_done__descriptor, notifications_on_refund_done)                                       \
    X(Gb__RefundStarted, gb__refund_started__descriptor, notifications_on_refund_started)                              \
    X(Gb__OrderShipped, gb__order_shipped__descriptor, notifications_on_order_shipped)                                 \
    X(Gb__OrderFulfilled, gb__order_fulfilled__descriptor, notifications_on_order_fulfilled)                           \
    X(Gb__LeaderApproved, gb__leader_approved__descriptor, notifications_on_leader_approved)                           \
    X(Gb__LeaderDeclined, gb__leader_declined__descriptor, notifications_on_leader_declined)                           \
    X(Gb__LeaderDisabled, gb__leader_disabled__descriptor, notifications_on_leader_disabled)                           \
    X(Gb__PickUpPointDecided, gb__pick_up_point_decided__descriptor, notifications_on_point_decided)                   \
    X(Gb__RoundClosed, gb__round_closed__descriptor, notifications_on_round_closed)                                    \
    X(Gb__RoundOpened, gb__round_opened__descriptor, notifications_on_round_opened)                                    \
    X(Gb__StepReached, gb__step_reached__descriptor, notifications_on_step_reached)                                    \
    X(Gb__MinimumReached, gb__minimum_reached__descriptor, notifications_on_minimum_reached)                           \
    X(Gb__RoundEnding, gb__round_ending__descriptor, notifications_on_round_ending)                                    \
    X(Gb__RoundOffered, gb__round_offered__descriptor, notifications_on_round_offered)                                 \
    X(Gb__RoundExtended, gb__round_extended__descriptor, notifications_on_round_extended)                              \
    X(Gb__RoundCancelled, gb__round_cancelled__descriptor, notifications_on_round_cancelled)                           \
    X(Gb__OrderReady, gb__order_ready__descriptor, notifications_on_order_ready)                                       \
    X(Gb__OrderPickedUp, gb__order_picked_up__descriptor, notifications_on_order_picked_up)                            \
    X(Gb__PickUpEnding, gb__pick_up_ending__descriptor, notifications_on_pick_up_ending)                               \
    X(Gb__PickUpOver, gb__pick_up_over__descriptor, notifications_on_pick_up_over)                                     \
    X(Gb__LineShort, gb__line_short__descriptor, notifications_on_line_short)                                          \
    X(Gb__WeightSettled, gb__weight_settled__descriptor, notifications_on_weight_settled)                              \
    X(Gb__SubstitutionAsked, gb__substitution_asked__descriptor, notifications_on_substitution_asked)                  \
    X(Gb__PayoutDecided, gb__payout_decided__descriptor, notifications_on_payout_decided)                              \
    X(Gb__OrderExpiring, gb__order_expiring__descriptor, notifications_on_order_expiring)                              \
    X(Gb__SaleStarting, gb__sale_starting__descriptor, notifications_on_sale_starting)                                 \
    X(Gb__TeamJoined, gb__team_joined__descriptor, notifications_on_team_joined)                                       \
    X(Gb__TeamOneShort, gb__team_one_short__descriptor, notifications_on_team_one_short)                               \
    X(Gb__BillDifference, gb__bill_difference__descriptor, notifications_on_bill_difference)                           \
    X(Gb__ComplaintAnswered, gb__complaint_answered__descriptor, notifications_on_complaint_answered)                  \
    X(Gb__ShareReversed, gb__share_reversed__descriptor, notifications_on_share_reversed)                              \
    X(Cp__CouponIssued, cp__coupon_issued__descriptor, notifications_on_coupon_issued)                                 \
    X(Cp__CouponExpiring, cp__coupon_expiring__descriptor, notifications_on_coupon_expiring)                           \
    X(Cp__PointsExpiring, cp__points_expiring__descriptor, notifications_on_points_expiring)                           \
    X(Cp__LevelChanged, cp__level_changed__descriptor, notifications_on_level_changed)                                 \
    X(Gb__SkuRefunded, gb__sku_refunded__descriptor, notifications_on_sku_refunded)                                    \
    X(Gb__StockLow, gb__stock_low__descriptor, notifications_on_stock_low)                                             \
    X(Gb__LicenceExpired, gb__licence_expired__descriptor, notifications_on_licence_expired)                           \
    X(Gb__StockBack, gb__stock_back__descriptor, notifications_on_stock_back)                                          \
    X(Gb__FundsLow, gb__funds_low__descriptor, notifications_on_funds_low)                                             \
    X(Gb__ApprovalAsked, gb__approval_asked__descriptor, notifications_on_approval_asked)                              \
    X(Gb__ReserveShort, gb__reserve_short__descriptor, notifications_on_reserve_short)                                 \
    X(Gb__ReserveCovered, gb__reserve_covered__descriptor, notifications_on_reserve_covered)                           \
    X(Gb__RefundStuck, gb__refund_stuck__descriptor, notifications_on_refund_stuck)                                    \
    X(Gb__CertificateExpiring, gb__certificate_expiring__descriptor, notifications_on_certificate_expiring)            \
    X(Gb__AfterSaleMoved, gb__after_sale_moved__descriptor, notifications_on_after_sale_moved)                         \
    X(Gb__ComplaintReceived, gb__complaint_received__descriptor, notifications_on_complaint_received)                  \
    X(Gb__DoorsWaiting, gb__doors_waiting__descriptor, notifications_on_doors_waiting)                                 \
    X(Gb__ComplaintOverdue, gb__complaint_overdue__descriptor, notifications_on_complaint_overdue)                     \
    X(Au__RoleGranted, au__role_granted__descriptor, notifications_on_role_granted)                                    \
    X(Au__RoleRevoked, au__role_revoked__descriptor, notifications_on_role_revoked)                                    \
    X(Au__DeviceAdded, au__device_added__descriptor, notifications_on_device_added)                                    \
    X(Au__SessionRevoked, au__session_revoked__descriptor, notifications_on_session_revoked)

#define SEND_DELIVERY         "send_delivery"
#define DELIVERY_ATTEMPTS_MAX 60 /* some four hours: later the news is none, and the delivery has failed */
#define FORGET_OLD            "forget_old"
#define FORGET_EVERY_S        600
#define NOTIFICATIONS_JOBS(X)                                                                                          \
    X(SEND_DELIVERY, notifications_send_delivery)                                                                      \
    X(FORGET_OLD, notifications_forget_old, FORGET_EVERY_S)

NOTIFICATIONS_OPERATIONS(OPERATION_PROTOTYPE)
NOTIFICATIONS_INTERNAL_OPERATIONS(OPERATION_PROTOTYPE)
NOTIFICATIONS_EVENTS(EVENT_PROTOTYPE)
NOTIFICATIONS_JOBS(JOB_PROTOTYPE)

#endif
