"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Notice } from "@/components/ui/states";
import { Alternatives } from "@/features/booking/components/alternatives";
import { DayAndTime } from "@/features/booking/components/day-and-time";
import { MoveSummary } from "@/features/booking/components/move-summary";
import { RepeatDates } from "@/features/booking/components/repeat-dates";
import { alternativesOf, datesOf, isAboutTime } from "@/features/booking/confirm-model";
import { settledStart, type Wish } from "@/features/booking/model";
import { type MoveScope, useReschedule } from "@/features/booking/queries";
import type { FirstMonth } from "@/features/booking/server-queries";
import { useFreeDays } from "@/features/booking/use-free-days";
import { lessonPath } from "@/lib/paths";
import { messageOf } from "@/lib/problem";
import { formatDate, formatTime } from "@/lib/time";
import type { BookingDetail, InstructorProfile } from "@/lib/types";

type RescheduleProps = {
  profile: InstructorProfile;
  lesson: BookingDetail;
  initial: Wish;
  first: FirstMonth;
  /** How often and until when; said before anything is pressed. */
  rule: string;
};

const SCOPES = [
  { id: "one", name: "Just this one" },
  { id: "following", name: "This and those after it" },
  { id: "all", name: "All to come" },
];
const SEVERAL = "The others go as many days later or earlier, to the same time: all of them or none.";

/** The same picker; nothing is given up before the new time is got. */
export function Reschedule({ profile, lesson, initial, first, rule }: RescheduleProps) {
  const router = useRouter();
  const [wish, setWish] = useState(initial);
  const days = useFreeDays({ profile, initial, first, signedIn: false }, wish);
  const [scope, setScope] = useState<MoveScope>("one");
  const move = useReschedule(lesson, () => {
    router.push(lessonPath(lesson.id));
    router.refresh();
  });
  const start = settledStart(days.starts, wish.start);
  const next = wish.date && start ? { date: wish.date, start_time: start } : null;
  const choose = (date: string | null, time: string | null) => {
    move.reset();
    setWish({ ...wish, date, start: time });
  };
  const blocked = datesOf(move.error);
  const busy = move.isPending || move.isSuccess;
  return (
    <form
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (next && !busy) move.mutate({ ...next, scope });
      }}
    >
      <MoveSummary lesson={lesson} next={next} />
      {lesson.series_id && (
        <RadioGroup
          label="Which lessons move?"
          layout="row"
          options={SCOPES}
          value={scope}
          onChange={(id) => {
            move.reset();
            setScope(id as MoveScope);
          }}
        />
      )}
      {isAboutTime(move.error) && (
        <Alternatives
          instructorId={profile.id}
          wish={wish}
          message={messageOf(move.error)}
          found={alternativesOf(move.error)}
          onChoose={(time) => {
            days.showMonthOf(time.date);
            choose(time.date, time.start_time);
          }}
        />
      )}
      {move.isError && !isAboutTime(move.error) && (
        <Notice tone="error">
          <p>{messageOf(move.error)}</p>
          {blocked.length > 0 && <RepeatDates dates={blocked} />}
        </Notice>
      )}
      <DayAndTime
        profile={profile}
        wish={wish}
        days={days}
        onDate={(date) => choose(date, null)}
        onStart={(time) => choose(wish.date, time)}
      />
      <div className="flex flex-col gap-4 border-t border-line pt-6">
        <p className="max-w-prose text-soft">
          {scope === "one" ? rule : SEVERAL} Length, place and price stay; cancelling is counted from the new
          time.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button type="submit" size="large" disabled={!next} pending={busy} pendingLabel="Moving">
            {next ? `Move to ${formatDate(next.date)}, ${formatTime(next.start_time)}` : "Choose a time"}
          </Button>
          <LinkButton variant="secondary" size="large" href={lessonPath(lesson.id)}>
            Keep it as it is
          </LinkButton>
        </div>
      </div>
    </form>
  );
}
