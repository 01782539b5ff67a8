import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export type Question = "renew" | "revoke";

const WORDS = {
  renew: {
    title: "Make a new address?",
    text: "The one you have stops working at once. Calendars that use it have to be told the new one.",
    yes: "Make a new one",
    no: "Keep the old one",
  },
  revoke: {
    title: "Turn the address off?",
    text: "Calendars that use it get nothing more. Your lessons stay as they are.",
    yes: "Turn it off",
    no: "Keep it",
  },
} as const;

type AskProps = { question: Question | null; pending: boolean; onYes: () => void; onNo: () => void };

/** Both end an address that calendars may be using. */
export function Ask({ question, pending, onYes, onNo }: AskProps) {
  const words = WORDS[question ?? "revoke"];
  return (
    <Dialog title={words.title} role="alertdialog" isOpen={question !== null} onClose={onNo}>
      <p>{words.text}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" pending={pending} pendingLabel="One moment" onClick={onYes}>
          {words.yes}
        </Button>
        <Button variant="secondary" onClick={onNo}>
          {words.no}
        </Button>
      </div>
    </Dialog>
  );
}
