"""Words that every domain uses."""

from enum import StrEnum


class RoleName(StrEnum):
    """Who somebody is; code asks for permissions, never for a role."""

    GUEST = "guest"
    STUDENT = "student"
    INSTRUCTOR = "instructor"
    ADMIN = "admin"


class PermissionName(StrEnum):
    """What somebody may do."""

    MANAGE_OWN_PROFILE = "manage_own_profile"
    VIEW_OWN_BOOKINGS = "view_own_bookings"
    VIEW_OWN_SEARCH_HISTORY = "view_own_search_history"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 - a permission's name
    DELETE_OWN_ACCOUNT = "delete_own_account"

    VIEW_INSTRUCTORS = "view_instructors"
    VIEW_INSTRUCTOR_AVAILABILITY = "view_instructor_availability"
    CREATE_BOOKINGS = "create_bookings"
    CANCEL_OWN_BOOKINGS = "cancel_own_bookings"
    VIEW_BOOKING_DETAILS = "view_booking_details"

    MANAGE_INSTRUCTOR_PROFILE = "manage_instructor_profile"
    MANAGE_OFFERINGS = "manage_offerings"
    MANAGE_AVAILABILITY = "manage_availability"
    VIEW_INCOMING_BOOKINGS = "view_incoming_bookings"
    COMPLETE_BOOKINGS = "complete_bookings"
    CANCEL_STUDENT_BOOKINGS = "cancel_student_bookings"
    VIEW_OWN_INSTRUCTOR_ANALYTICS = "view_own_instructor_analytics"
    SUSPEND_OWN_INSTRUCTOR_ACCOUNT = "suspend_own_instructor_account"

    VIEW_ALL_USERS = "view_all_users"
    MANAGE_USERS = "manage_users"
    VIEW_SYSTEM_ANALYTICS = "view_system_analytics"
    EXPORT_ANALYTICS = "export_analytics"
    VIEW_ALL_BOOKINGS = "view_all_bookings"
    MANAGE_ALL_BOOKINGS = "manage_all_bookings"
    ACCESS_MONITORING = "access_monitoring"
    MODERATE_CONTENT = "moderate_content"
    VIEW_FINANCIALS = "view_financials"
    MANAGE_FINANCIALS = "manage_financials"
    MANAGE_ROLES = "manage_roles"
    MANAGE_PERMISSIONS = "manage_permissions"


class Place(StrEnum):
    """Where a lesson is given."""

    ONLINE = "online"
    AT_INSTRUCTOR = "at_instructor"
    AT_STUDENT = "at_student"


class Level(StrEnum):
    """How far a student has come."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class AgeGroup(StrEnum):
    """How old a student is: kids to 12, teens to 17, adults, seniors from 65."""

    KIDS = "kids"
    TEENS = "teens"
    ADULTS = "adults"
    SENIORS = "seniors"
