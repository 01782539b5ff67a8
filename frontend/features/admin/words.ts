/** How what operators see is said. */
import type {
  AuditAction,
  AuditEntry,
  AuditedBooking,
  PermissionName,
  RoleName,
} from "@/features/admin/types";
import { PLACE_NAMES } from "@/lib/words";

export const ROLE_NAMES: Record<RoleName, string> = {
  guest: "Guest",
  student: "Student",
  instructor: "Instructor",
  admin: "Admin",
};

export const PLACE_WORDS: Record<string, string> = { ...PLACE_NAMES, at_student: "At the student's" };

export const PERMISSION_NAMES: Record<PermissionName, string> = {
  manage_own_profile: "Manage own profile",
  view_own_bookings: "View own bookings",
  view_own_search_history: "View own search history",
  change_own_password: "Change own password",
  delete_own_account: "Delete own account",
  view_instructors: "View instructors",
  view_instructor_availability: "View instructors' availability",
  create_bookings: "Create bookings",
  cancel_own_bookings: "Cancel own bookings",
  view_booking_details: "View booking details",
  manage_instructor_profile: "Manage instructor profile",
  manage_offerings: "Manage offerings",
  manage_availability: "Manage availability",
  view_incoming_bookings: "View incoming bookings",
  complete_bookings: "Complete bookings",
  cancel_student_bookings: "Cancel students' bookings",
  view_own_instructor_analytics: "View own instructor analytics",
  suspend_own_instructor_account: "Pause own instructor account",
  view_all_users: "View all users",
  manage_users: "Manage users",
  view_system_analytics: "View system analytics",
  export_analytics: "Export analytics",
  view_all_bookings: "View all bookings",
  manage_all_bookings: "Manage all bookings",
  access_monitoring: "Access monitoring",
  moderate_content: "Moderate content",
  view_financials: "View financials",
  manage_financials: "Manage financials",
  manage_roles: "Manage roles",
  manage_permissions: "Manage permissions",
};

export const PERMISSIONS = Object.keys(PERMISSION_NAMES) as PermissionName[];

export const ACTION_NAMES: Record<AuditAction, string> = {
  "user.viewed": "Account viewed",
  "user.roles_changed": "Roles changed",
  "user.permissions_changed": "Permissions changed",
  "user.suspended": "Account suspended",
  "user.reactivated": "Account reactivated",
  "booking.viewed": "Booking viewed",
  "booking.cancelled": "Booking cancelled for both",
  "mail.retried": "Message sent again",
  "mail.discarded": "Message discarded",
  "alias.decided": "Word learned",
  "analytics.exported": "Analytics exported",
  "privacy.exported": "Own data exported",
  "privacy.deleted": "Own account deleted",
};

export const isAction = (text: string | undefined): text is AuditAction =>
  Boolean(text && text in ACTION_NAMES);

export const actionName = (action: string): string => (isAction(action) ? ACTION_NAMES[action] : action);

/** Where the subject of an entry can be seen; null for what has no page. */
export function subjectPath({
  action,
  subject_id: id,
}: Pick<AuditEntry, "action" | "subject_id">): string | null {
  if (!id) return null;
  if (action.startsWith("user.") || action.startsWith("privacy.")) return `/admin/users/${id}`;
  return action.startsWith("booking.") ? `/admin/bookings/${id}` : null;
}

/** The end of an id: enough to tell rows apart, the whole stands in the address. */
export const shortId = (id: string): string => `…${id.slice(-6)}`;

/** By their name of today; who was deleted has none, and is told apart by their number. */
export const actorName = ({ actor_id: id, actor_name: name }: Pick<AuditEntry, "actor_id" | "actor_name">) =>
  name ?? (id ? `Deleted account ${shortId(id)}` : "InstaInstru");

const KINDS: Record<string, string> = { booking: "Booking", mail: "Message" };

/** To whom or what it was done; null for what was done to nobody. */
export function subjectName({
  action,
  subject_id: id,
  subject_name: name,
}: Pick<AuditEntry, "action" | "subject_id" | "subject_name">): string | null {
  if (!id) return null;
  return name ?? `${KINDS[action.split(".")[0] ?? ""] ?? "Deleted account"} ${shortId(id)}`;
}

/** What a booking is, as far as names go: "Piano: Mia Ortiz with Sarah Chen". */
export const bookingName = ({
  subject,
  student_name: student,
  instructor_name: instructor,
}: Pick<AuditedBooking, "subject" | "student_name" | "instructor_name">): string =>
  `${subject}: ${student} with ${instructor}`;

/** What a row of the audit log says beyond its action, as "name: value" lines. */
export function detailLines(details: Record<string, unknown>): string[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${said(value)}`);
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.map(said).join(", ") : "none";
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${said(inner)}`)
    .join("; ");
}
