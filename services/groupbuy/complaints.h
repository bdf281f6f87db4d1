/* Complaints at WeChat Pay. */
#ifndef GROUPBUY_COMPLAINTS_H
#define GROUPBUY_COMPLAINTS_H

#include "events/events.h"
#include "linli/api/raw.pb-c.h"
#include "linli/groupbuy/v1/complaints.pb-c.h"
#include "rpc/operation.h"

#define COMPLAINT_CLOSED          CODE_FAILED_PRECONDITION, "COMPLAINT_CLOSED"
#define COMPLAINT_UNANSWERED      CODE_FAILED_PRECONDITION, "COMPLAINT_UNANSWERED"
#define COMPLAINT_WANTS_NO_REFUND CODE_FAILED_PRECONDITION, "COMPLAINT_WANTS_NO_REFUND"
#define COMPLAINT_BUSY            CODE_FAILED_PRECONDITION, "COMPLAINT_BUSY"

/* WeChat's notices come as they were sent. */
typedef Api__RawRequest Gb__TakeComplaintNoticeRequest;

#define COMPLAINTS_OPERATIONS(X)                                                                                       \
    X(Gb, ListComplaints, Gb__ListComplaintsResponse, groupbuy_list_complaints)                                        \
    X(Gb, GetComplaint, Gb__Complaint, groupbuy_get_complaint)                                                         \
    X(Gb, AnswerComplaint, Gb__Complaint, groupbuy_answer_complaint)                                                   \
    X(Gb, CompleteComplaint, Gb__Complaint, groupbuy_complete_complaint)                                               \
    X(Gb, DecideComplaintRefund, Gb__Complaint, groupbuy_decide_complaint_refund)                                      \
    X(Gb, ListMyComplaints, Gb__ListMyComplaintsResponse, groupbuy_list_my_complaints)                                 \
    X(Gb, ListLedComplaints, Gb__ListLedComplaintsResponse, groupbuy_list_led_complaints)                              \
    X(Gb, TakeComplaintNotice, Api__RawResponse, groupbuy_take_complaint_notice)

#define JOB_READ_COMPLAINT              "read_complaint"       /* key: the complaint */
#define JOB_DRIVE_COMPLAINT             "drive_complaint_step" /* key: the step */
#define JOB_WATCH_MERCHANT_COMPLAINTS   "watch_merchant_complaints" /* key: the account */
#define WATCH_COMPLAINTS_EVERY_S        300
#define FIND_OVERDUE_COMPLAINTS_EVERY_S 30

#define COMPLAINTS_JOBS(X)                                                                                             \
    X(JOB_READ_COMPLAINT, groupbuy_read_complaint)                                                                     \
    X(JOB_DRIVE_COMPLAINT, groupbuy_drive_complaint_step)                                                              \
    X("watch_complaints", groupbuy_watch_complaints, WATCH_COMPLAINTS_EVERY_S)                                         \
    X(JOB_WATCH_MERCHANT_COMPLAINTS, groupbuy_watch_merchant_complaints)                                               \
    X("find_overdue_complaints", groupbuy_find_overdue_complaints, FIND_OVERDUE_COMPLAINTS_EVERY_S)

COMPLAINTS_OPERATIONS(OPERATION_PROTOTYPE)
COMPLAINTS_JOBS(JOB_PROTOTYPE)

#endif
