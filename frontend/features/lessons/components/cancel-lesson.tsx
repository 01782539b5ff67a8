"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { QueryProvider } from "@/components/query-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { CancelForm } from "@/features/lessons/components/cancel-form";
import type { Booking } from "@/lib/types";

type CancelLessonProps = {
  lesson: Pick<Booking, "id" | "viewer" | "starts_at" | "series_id">;
  /** The lessons that were booked with it, itself among them. */
  series: Booking[];
};

export function CancelLesson({ lesson, series }: CancelLessonProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      <Button variant="secondary" className="text-red" onClick={() => setOpen(true)}>
        Cancel lesson
      </Button>
      <Dialog title="Cancel this lesson?" isOpen={open} onClose={() => setOpen(false)} role="alertdialog">
        <QueryProvider>
          <CancelForm lesson={lesson} series={series} onDone={done} onKeep={() => setOpen(false)} />
        </QueryProvider>
      </Dialog>
    </>
  );
}
