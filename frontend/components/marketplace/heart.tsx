"use client";

import { Heart as HeartIcon } from "lucide-react";
import { useOptimistic, useState, useTransition } from "react";
import { api, unwrap } from "@/lib/api";
import { cx } from "@/lib/cx";

type HeartProps = { instructorId: string; name: string; kept: boolean; className?: string };

async function keep(instructorId: string, kept: boolean): Promise<void> {
  const params = { path: { instructor_id: instructorId } };
  await unwrap(
    kept
      ? api.PUT("/api/favorites/{instructor_id}", { params })
      : api.DELETE("/api/favorites/{instructor_id}", { params }),
  );
}

/** Keeps somebody among the favorites. It answers the press at once and takes it back when the server did not. */
export function Heart({ instructorId, name, kept: initial, className }: HeartProps) {
  const [stored, setStored] = useState(initial);
  const [kept, setKept] = useOptimistic(stored);
  const [failed, setFailed] = useState(false);
  const [, start] = useTransition();
  const press = () =>
    start(async () => {
      setKept(!kept);
      setFailed(false);
      try {
        await keep(instructorId, !kept);
        setStored(!kept);
      } catch {
        setFailed(true);
      }
    });
  return (
    <>
      <button
        type="button"
        aria-pressed={kept}
        aria-label={`Keep ${name} in favorites`}
        onClick={press}
        className={cx("grid size-11 place-items-center rounded-full hover:bg-mist", className)}
      >
        <HeartIcon aria-hidden size={22} className={kept ? "fill-red stroke-red" : undefined} />
      </button>
      <span role="status" className="sr-only">
        {failed && "That could not be saved. Please try again."}
      </span>
    </>
  );
}
