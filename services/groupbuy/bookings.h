/* Services that are booked for a time. */
#ifndef GROUPBUY_BOOKINGS_H
#define GROUPBUY_BOOKINGS_H

#include "events/events.h"
#include "groupbuy/domain/reasons.h"
#include "linli/groupbuy/v1/bookings.pb-c.h"
#include "rpc/operation.h"

#define SLOT_FULL              CODE_FAILED_PRECONDITION, "SLOT_FULL"
#define SLOT_CLOSED            CODE_FAILED_PRECONDITION, "SLOT_CLOSED"
#define STAFF_BUSY             CODE_FAILED_PRECONDITION, "STAFF_BUSY"
#define BOOKING_ELSEWHERE      CODE_FAILED_PRECONDITION, "BOOKING_ELSEWHERE"
#define BOOKING_TOO_EARLY      CODE_FAILED_PRECONDITION, "BOOKING_TOO_EARLY"
#define RESCHEDULE_NOT_ALLOWED CODE_FAILED_PRECONDITION, "RESCHEDULE_NOT_ALLOWED"
#define TOO_MANY_PHOTOS        CODE_FAILED_PRECONDITION, "TOO_MANY_PHOTOS"

#define BOOKINGS_OPERATIONS(X)                                                                                         \
    X(Gb, PublishBookingTerms, Gb__BookingTerms, groupbuy_publish_booking_terms)                                       \
    X(Gb, GetBookingTerms, Gb__BookingTerms, groupbuy_get_booking_terms)                                               \
    X(Gb, CreateBookingSlots, Gb__ListBookingSlotsResponse, groupbuy_create_booking_slots)                             \
    X(Gb, UpdateBookingSlot, Gb__BookingSlot, groupbuy_update_booking_slot)                                            \
    X(Gb, ListBookingSlots, Gb__ListBookingSlotsResponse, groupbuy_list_booking_slots)                                 \
    X(Gb, QuoteBooking, Gb__BookingQuote, groupbuy_quote_booking)                                                      \
    X(Gb, PlaceBooking, Gb__Booking, groupbuy_place_booking)                                                           \
    X(Gb, GetBooking, Gb__Booking, groupbuy_get_booking)                                                               \
    X(Gb, ListMyBookings, Gb__ListBookingsResponse, groupbuy_list_my_bookings)                                         \
    X(Gb, ListServedBookings, Gb__ListBookingsResponse, groupbuy_list_served_bookings)                                 \
    X(Gb, RescheduleBooking, Gb__Booking, groupbuy_reschedule_booking)                                                 \
    X(Gb, CancelBooking, Gb__Booking, groupbuy_cancel_booking)                                                         \
    X(Gb, MoveBooking, Gb__Booking, groupbuy_move_booking)                                                             \
    X(Gb, AddBookingPhotos, Gb__Booking, groupbuy_add_booking_photos)

#define JOB_REMIND_BOOKING "remind_booking" /* key: booking:slot */

#define BOOKINGS_JOBS(X) X(JOB_REMIND_BOOKING, groupbuy_remind_booking)

BOOKINGS_OPERATIONS(OPERATION_PROTOTYPE)
BOOKINGS_JOBS(JOB_PROTOTYPE)

#endif
