/** What the address says: filters and page. What makes no sense is left out, so that no address is an error. */
import type { AuditAction, BookingStatus, RoleName } from "@/features/admin/types";
import { isAction, ROLE_NAMES } from "@/features/admin/words";
import { addDays, dateIn, parseDate, timeIn } from "@/lib/time";
import { STATUS_NAMES } from "@/lib/words";

export type Values = Record<string, string | undefined>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_SEARCH = 100;
const MAX_OFFSET = 1_000_000;

const readSearch = (text: string | undefined): string | undefined =>
  text?.trim().slice(0, MAX_SEARCH) || undefined;
const readId = (text: string | undefined): string | undefined => (text && UUID.test(text) ? text : undefined);
const readDay = (text: string | undefined): string | undefined => parseDate(text) ?? undefined;
const oneOf = <T extends string>(names: Record<T, string>, text: string | undefined): T | undefined =>
  text && Object.hasOwn(names, text) ? (text as T) : undefined;

export function readOffset(text: string | undefined): number {
  const offset = Number.parseInt(text ?? "", 10);
  return offset > 0 && offset <= MAX_OFFSET ? offset : 0;
}

/** A path with what is set; the rest does not stand in the address. */
export function pathWith(path: string, values: Record<string, string | number | undefined>): string {
  const set = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== "" && value !== 0,
  );
  const query = new URLSearchParams(set.map(([name, value]) => [name, String(value)]));
  return query.size > 0 ? `${path}?${query}` : path;
}

export const ACCOUNT_STATES = { active: "Active", suspended: "Suspended" };

export type UserFilter = {
  q: string | undefined;
  role: RoleName | undefined;
  state: keyof typeof ACCOUNT_STATES | undefined;
};

export const readUserFilter = (values: Values): UserFilter => ({
  q: readSearch(values.q),
  role: oneOf(ROLE_NAMES, values.role),
  state: oneOf(ACCOUNT_STATES, values.state),
});

export type BookingFilter = {
  status: BookingStatus | undefined;
  from: string | undefined;
  to: string | undefined;
  student: string | undefined;
  instructor: string | undefined;
};

export const readBookingFilter = (values: Values): BookingFilter => ({
  status: oneOf(STATUS_NAMES, values.status) as BookingStatus | undefined,
  from: readDay(values.from),
  to: readDay(values.to),
  student: readId(values.student),
  instructor: readId(values.instructor),
});

export type AuditFilter = {
  action: AuditAction | undefined;
  /** What somebody typed to find who did it; an address that has it leads to one with their `actor`. */
  by: string | undefined;
  actor: string | undefined;
  subject: string | undefined;
  from: string | undefined;
  to: string | undefined;
};

export const readAuditFilter = (values: Values): AuditFilter => ({
  action: isAction(values.action) ? values.action : undefined,
  by: readSearch(values.by),
  actor: readId(values.actor),
  subject: readId(values.subject),
  from: readDay(values.from),
  to: readDay(values.to),
});

/** The instant at which a day begins in New York, which is four or five hours behind. */
export function startOfDay(day: string): string {
  const starts = ["-04:00", "-05:00"].map((offset) => `${day}T00:00:00${offset}`);
  return (
    starts.find((start) => dateIn(start) === day && timeIn(start) === "00:00") ?? `${day}T00:00:00-05:00`
  );
}

/** Both days included, as the API's half-open span of instants. */
export const instantsOf = ({ from, to }: Pick<AuditFilter, "from" | "to">) => ({
  from: from && startOfDay(from),
  to: to && startOfDay(addDays(to, 1)),
});

export const PERIODS = { "1": "Today", "7": "7 days", "28": "28 days", "90": "90 days", "365": "A year" };
const USUAL_PERIOD = "28";

export const readDays = (text: string | undefined): number => Number(oneOf(PERIODS, text) ?? USUAL_PERIOD);
