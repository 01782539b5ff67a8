import { api, unwrap } from "@/lib/api";
import type { MailPreferences, User } from "@/lib/types";

type Profile = { first_name: string; last_name: string; phone: string | null; zip_code: string | null };

export const updateProfile = (body: Profile): Promise<User> => unwrap(api.PATCH("/api/auth/me", { body }));

export async function changePassword(current: string, next: string): Promise<void> {
  await unwrap(api.POST("/api/auth/password", { body: { current_password: current, new_password: next } }));
}

export async function endSession(id: string): Promise<void> {
  await unwrap(api.DELETE("/api/auth/sessions/{session_id}", { params: { path: { session_id: id } } }));
}

type Choices = { analytics_consent?: boolean; keeps_search_history?: boolean };

export async function updateChoices(choices: Choices): Promise<void> {
  await unwrap(api.PATCH("/api/auth/me", { body: choices }));
}

export async function updateMails(body: MailPreferences): Promise<void> {
  await unwrap(api.PUT("/api/notifications/preferences", { body }));
}

export async function forgetAllSearches(): Promise<void> {
  await unwrap(api.DELETE("/api/search/history"));
}

export async function forgetSearch(id: string): Promise<void> {
  await unwrap(api.DELETE("/api/search/history/{entry_id}", { params: { path: { entry_id: id } } }));
}

/** The person and their cookies are gone when this is done. */
export async function deleteAccount(password: string): Promise<void> {
  await unwrap(api.POST("/api/privacy/delete", { body: { password } }));
}
