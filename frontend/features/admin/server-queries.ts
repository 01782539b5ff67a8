import "server-only";
import { type AuditFilter, type BookingFilter, instantsOf, type UserFilter } from "@/features/admin/filters";
import type {
  AuditEntry,
  DeadLetter,
  KnownAlias,
  RetentionRule,
  UserDetail,
  UserSummary,
} from "@/features/admin/types";
import { orNull, serverApi, unwrap } from "@/lib/api-server";
import type { Booking, BookingDetail } from "@/lib/types";

export const PER_PAGE = 20;

export type Listed<T> = { items: T[]; total: number };

export async function getUsers({ q, role, state }: UserFilter, offset: number): Promise<Listed<UserSummary>> {
  const api = await serverApi();
  const active = state ? { is_active: state === "active" } : {};
  const query = { q, role, ...active, limit: PER_PAGE, offset };
  return unwrap(api.GET("/api/admin/users", { params: { query } }));
}

/** Accounts whose name or e-mail says so, the newest first. */
export const findPeople = (q: string): Promise<Listed<UserSummary>> =>
  getUsers({ q, role: undefined, state: undefined }, 0);

/** That somebody looked stands in the audit log from here on. */
export async function getUserDetail(id: string): Promise<UserDetail | null> {
  const api = await serverApi();
  return orNull(api.GET("/api/admin/users/{user_id}", { params: { path: { user_id: id } } }));
}

export async function getBookings(
  filter: BookingFilter,
  offset: number,
  limit = PER_PAGE,
): Promise<Listed<Booking>> {
  const api = await serverApi();
  const { status, from, to, student, instructor } = filter;
  const people = { student_id: student, instructor_id: instructor };
  const query = { status: status && [status], from, to, ...people, limit, offset };
  return unwrap(api.GET("/api/admin/bookings", { params: { query } }));
}

/** That somebody looked stands in the audit log from here on. */
export async function getAnyBooking(id: string): Promise<BookingDetail | null> {
  const api = await serverApi();
  return orNull(api.GET("/api/admin/bookings/{booking_id}", { params: { path: { booking_id: id } } }));
}

export async function getAudit(
  filter: AuditFilter,
  offset: number,
  limit = PER_PAGE,
): Promise<Listed<AuditEntry>> {
  const api = await serverApi();
  const { action, actor, subject } = filter;
  const query = { action, actor_id: actor, subject_id: subject, ...instantsOf(filter), limit, offset };
  return unwrap(api.GET("/api/admin/audit", { params: { query } }));
}

const EVERYTHING = {
  action: undefined,
  by: undefined,
  actor: undefined,
  subject: undefined,
  from: undefined,
  to: undefined,
};

/** What was done to somebody or something, the last first. */
export const getAuditOf = (subject: string, limit: number): Promise<Listed<AuditEntry>> =>
  getAudit({ ...EVERYTHING, subject }, 0, limit);

export async function getDeadLetters(offset: number, limit = PER_PAGE): Promise<Listed<DeadLetter>> {
  const api = await serverApi();
  return unwrap(api.GET("/api/admin/dead-letters", { params: { query: { limit, offset } } }));
}

const WORDS_OF_DAYS = 90;

/** Words that search did not know, and the subjects that they can be made to mean. */
export async function getWordsToLearn(offset: number) {
  const api = await serverApi();
  const query = { days: WORDS_OF_DAYS, limit: PER_PAGE, offset };
  const [{ items: words, total }, subjects] = await Promise.all([
    unwrap(api.GET("/api/admin/unrecognized-words", { params: { query } })),
    unwrap(api.GET("/api/catalog/subjects")),
  ]);
  return { words, total, subjects: subjects.map(({ slug, name }) => ({ id: slug, name })) };
}

const KNOWN_WORDS_SHOWN = 100;

/** What was learned, the last first. */
export async function getKnownWords(): Promise<Listed<KnownAlias>> {
  const api = await serverApi();
  return unwrap(api.GET("/api/admin/aliases", { params: { query: { limit: KNOWN_WORDS_SHOWN } } }));
}

export async function getRetention(): Promise<RetentionRule[]> {
  return unwrap((await serverApi()).GET("/api/privacy/retention"));
}
