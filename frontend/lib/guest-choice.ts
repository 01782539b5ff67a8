import "server-only";
import { cookies } from "next/headers";
import { GUEST_COOKIE, type GuestChoice, guestChoice } from "@/lib/guest";

/** What the visitor said about keeping a guest's searches. */
export const getGuestChoice = async (): Promise<GuestChoice> =>
  guestChoice((await cookies()).get(GUEST_COOKIE)?.value);
