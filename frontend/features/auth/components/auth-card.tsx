"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { JoinForm } from "@/features/auth/components/join-form";
import { SignInForm } from "@/features/auth/components/sign-in-form";
import { areasFor } from "@/lib/admin-areas";
import type { User } from "@/lib/types";

/** A full load, so that nothing that the guest saw stays in memory. */
const leaveFor = (path: string) => window.location.assign(path);

/** Where somebody was going, with the part behind the "#", which the server that sent them here never saw. */
const goal = (next: string): string => next + (next.includes("#") ? "" : window.location.hash);

/** Where somebody begins who was going nowhere else. */
function homeOf({ permissions }: User): string {
  if (areasFor(permissions).length > 0) return "/admin";
  return permissions.includes("manage_availability") ? "/instructor" : "/";
}

type CardProps = { next: string | null };

function Switch({ children, href, link }: { children: ReactNode; href: string; link: string }) {
  return (
    <p className="mt-6 border-t border-line pt-4">
      {children}{" "}
      <Link
        href={href}
        className="inline-flex min-h-11 min-w-11 items-center font-semibold text-blue underline"
      >
        {link}
      </Link>
    </p>
  );
}

const withNext = (path: string, next: string | null): string =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;

export function SignInCard({ next }: CardProps) {
  return (
    <>
      <SignInForm onDone={(user) => leaveFor(next ? goal(next) : homeOf(user))} />
      <Switch href={withNext("/sign-up", next)} link="Join">
        New here?
      </Switch>
    </>
  );
}

export function SignUpCard({ next, joinAs }: CardProps & { joinAs?: "student" | "instructor" }) {
  return (
    <>
      <JoinForm
        {...(joinAs ? { joinAs } : {})}
        onDone={(user) =>
          leaveFor(next ?? (user.permissions.includes("manage_availability") ? "/teach" : "/"))
        }
      />
      <Switch href={withNext("/sign-in", next)} link="Sign in">
        Been here before?
      </Switch>
    </>
  );
}
