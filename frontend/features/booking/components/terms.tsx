"use client";

import { PolicyLine } from "@/components/marketplace/policy-line";
import { Skeleton } from "@/components/ui/skeleton";
import { POLICY_IN_WORDS, policySteps } from "@/lib/booking-rules";
import { messageOf } from "@/lib/problem";
import type { Quote } from "@/lib/types";

type TermsProps = {
  quote: Quote | null;
  error: unknown;
  /** Guests get no quote; they read the terms without their exact moments. */
  isAsked: boolean;
};

export function Terms({ quote, error, isAsked }: TermsProps) {
  if (quote) return <PolicyLine steps={policySteps(quote.cancellation_tiers, quote.timezone, new Date())} />;
  if (!isAsked) return <PolicyLine steps={POLICY_IN_WORDS} />;
  if (error) return <span className="text-sm text-soft">{messageOf(error)}</span>;
  return <Skeleton className="h-16" />;
}
