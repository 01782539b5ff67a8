/** The API's shapes that only operators see. */
import type { components } from "@/types/api";

type Schemas = components["schemas"];

export type PermissionName = Schemas["PermissionName"];
export type RoleName = Schemas["RoleName"];
export type BookingStatus = Schemas["BookingStatus"];
export type AuditAction = Schemas["AuditAction"];

export type UserSummary = Schemas["UserSummary"];
export type UserDetail = Schemas["UserDetail"];
export type AuditEntry = Schemas["AuditRead"];
export type AuditedBooking = Schemas["AuditedBooking"];
export type AuditVerdict = Schemas["AuditVerdict"];
export type DeadLetter = Schemas["DeadLetterRead"];
export type UnknownWord = Schemas["UnrecognizedWordRead"];
export type LearnedAlias = Schemas["AliasRead"];
export type KnownAlias = Schemas["LearnedAliasRead"];

export type SearchSummary = Schemas["SummaryRead"];
export type TrendPoint = Schemas["TrendPointRead"];
export type Funnel = Schemas["FunnelRead"];
export type Quality = Schemas["QualityRead"];
export type SearchPerformance = Schemas["PerformanceRead"];
export type PopularSearches = Schemas["PopularSearchesRead"];
export type ZeroResults = Schemas["ZeroResultsRead"];
export type SubjectFacts = Schemas["SubjectFactsRead"];

export type RetentionRule = Schemas["RetentionRead"];

export type Readiness = Schemas["Readiness"];
export type RedisStats = Schemas["RedisStats"];
export type CeleryQueues = Schemas["CeleryQueues"];
export type DatabaseStats = Schemas["DatabaseStats"];
export type Operation = Schemas["OperationPerformance"];
export type Invariant = Schemas["Invariant"];
export type Invariants = Schemas["InvariantsRead"];
