import { api, unwrap } from "@/lib/api";
import type { User } from "@/lib/types";

type Credentials = { email: string; password: string };
type Registration = Credentials & { first_name: string; last_name: string; role: "student" | "instructor" };

/** Signs in; the tokens land in cookies that no script can read. */
export const signIn = (body: Credentials): Promise<User> => unwrap(api.POST("/api/auth/session", { body }));

/** Makes the account and signs in with it. */
export async function join(body: Registration): Promise<User> {
  await unwrap(api.POST("/api/auth/register", { body }));
  return signIn({ email: body.email, password: body.password });
}

export async function requestReset(email: string): Promise<void> {
  await unwrap(api.POST("/api/auth/password-reset", { body: { email } }));
}

export async function confirmReset(token: string, password: string): Promise<void> {
  await unwrap(api.POST("/api/auth/password-reset/confirm", { body: { token, new_password: password } }));
}

export async function confirmVerification(token: string): Promise<void> {
  await unwrap(api.POST("/api/auth/verification/confirm", { body: { token } }));
}
