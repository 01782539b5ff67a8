import type {
  AuditVerdict,
  DeadLetter,
  LearnedAlias,
  PermissionName,
  RoleName,
} from "@/features/admin/types";
import { api, unwrap } from "@/lib/api";

const userAt = (id: string) => ({ path: { user_id: id } });
const messageAt = (id: string) => ({ path: { message_id: id } });

export async function cancelForBoth(id: string, reason: string, sharePercent: number): Promise<void> {
  const body = { reason, refund_share_percent: sharePercent };
  const params = { path: { booking_id: id } };
  await unwrap(api.POST("/api/admin/bookings/{booking_id}/cancel", { params, body }));
}

export async function setRoles(id: string, roles: RoleName[]): Promise<void> {
  await unwrap(api.PUT("/api/admin/users/{user_id}/roles", { params: userAt(id), body: { roles } }));
}

export async function setPermissions(
  id: string,
  body: { granted: PermissionName[]; denied: PermissionName[] },
): Promise<void> {
  await unwrap(api.PUT("/api/admin/users/{user_id}/permissions", { params: userAt(id), body }));
}

export async function suspendUser(id: string, reason: string): Promise<void> {
  await unwrap(api.POST("/api/admin/users/{user_id}/suspend", { params: userAt(id), body: { reason } }));
}

export async function reactivateUser(id: string): Promise<void> {
  await unwrap(api.POST("/api/admin/users/{user_id}/reactivate", { params: userAt(id) }));
}

export const learnAlias = (alias: string, subject: string): Promise<LearnedAlias> =>
  unwrap(api.POST("/api/admin/aliases", { body: { alias, subject } }));

export const retryMessage = (id: string): Promise<DeadLetter> =>
  unwrap(api.POST("/api/admin/dead-letters/{message_id}/retry", { params: messageAt(id) }));

export const discardMessage = (id: string): Promise<DeadLetter> =>
  unwrap(api.POST("/api/admin/dead-letters/{message_id}/discard", { params: messageAt(id) }));

export const verifyAudit = (): Promise<AuditVerdict> => unwrap(api.GET("/api/admin/audit/verify"));
