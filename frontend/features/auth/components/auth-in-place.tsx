"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { JoinForm } from "@/features/auth/components/join-form";
import { SignInForm } from "@/features/auth/components/sign-in-form";

const VIEWS = [
  { id: "join", name: "I am new" },
  { id: "sign-in", name: "I have an account" },
];

/** Signing in or joining in the middle of something: the page is made anew around it, what was chosen stays. */
export function AuthInPlace() {
  const router = useRouter();
  const [view, setView] = useState("join");
  const refresh = () => router.refresh();
  return (
    <div className="flex flex-col gap-5">
      <ToggleGroup
        label="Account"
        options={VIEWS}
        selected={view}
        onChange={setView}
        className="self-start"
      />
      {view === "join" ? <JoinForm joinAs="student" onDone={refresh} /> : <SignInForm onDone={refresh} />}
    </div>
  );
}
