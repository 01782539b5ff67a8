import { CalendarPlus } from "lucide-react";
import { LinkButton } from "@/components/ui/button";

/** The way from lists of lessons to having them in one's own calendar. */
export function CalendarLink() {
  return (
    <LinkButton variant="quiet" size="small" href="/account/calendar">
      <CalendarPlus aria-hidden size={18} /> In my own calendar
    </LinkButton>
  );
}
