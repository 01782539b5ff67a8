"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { addDays } from "@/lib/time";
import { giveWeek, previewGift, type WeekGift } from "../queries";
import { Applied } from "./applied";
import { ApplyForm } from "./apply-form";
import { ApplyReview } from "./apply-review";

type ApplyDialogProps = { weekStart: string; today: string; isOpen: boolean; onClose: () => void };

/** A saved week's hours for all weeks of a stretch of time: looked over, then given at once. */
export function ApplyDialog({ isOpen, onClose, ...week }: ApplyDialogProps) {
  return (
    <Dialog title="Give these hours to other weeks" isOpen={isOpen} onClose={onClose}>
      <Giving {...week} onClose={onClose} />
    </Dialog>
  );
}

const FOUR_WEEKS = 27;

function firstOffer(weekStart: string, today: string): WeekGift {
  const nextMonday = addDays(weekStart, 7);
  const first = nextMonday < today ? today : nextMonday;
  return { from_week: weekStart, start_date: first, end_date: addDays(first, FOUR_WEEKS), mode: "replace" };
}

function Giving({ weekStart, today, onClose }: Omit<ApplyDialogProps, "isOpen">) {
  const [gift, setGift] = useState(() => firstOffer(weekStart, today));
  const look = useMutation({ mutationFn: previewGift });
  const give = useMutation({ mutationFn: giveWeek });

  function goBack() {
    look.reset();
    give.reset();
  }

  if (give.data) return <Applied applied={give.data} onClose={onClose} />;
  if (look.data) {
    return (
      <ApplyReview
        preview={look.data}
        today={today}
        giving={give.isPending}
        error={give.error}
        // What was looked over, and nothing that was entered since.
        onGive={() => give.mutate(look.variables)}
        onBack={goBack}
      />
    );
  }
  return (
    <ApplyForm
      gift={gift}
      looking={look.isPending}
      error={look.error}
      onChange={setGift}
      onLook={() => look.mutate(gift)}
      onClose={onClose}
    />
  );
}
