"use client";

import { PolicyLine } from "@/components/marketplace/policy-line";
import { Skeleton } from "@/components/ui/skeleton";
import { POLICY_IN_WORDS, policySteps } from "@/lib/booking-rules";
import type { Quote } from "@/lib/types";

type TermsProps = {
  quote: Pick<Quote, "cancellation_tiers" | "timezone"> | null;
  isComing: boolean;
};

/** Who is not signed in reads the terms without their exact moments. */
export function Terms({ quote, isComing }: TermsProps) {
  if (quote) return <PolicyLine steps={policySteps(quote.cancellation_tiers, quote.timezone, new Date())} />;
  return isComing ? <Skeleton className="h-16" /> : <PolicyLine steps={POLICY_IN_WORDS} />;
}
