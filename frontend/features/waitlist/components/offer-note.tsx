import { Notice } from "@/components/ui/states";
import { DeclineOffer } from "@/features/waitlist/components/decline-offer";

/** Beside the time that is being confirmed: why it is kept, and the way to let it go. */
export function OfferNote({ wishId }: { wishId: string }) {
  return (
    <Notice tone="success">
      <p className="mb-3 font-semibold">You waited for this time. It is kept for you.</p>
      <DeclineOffer wishId={wishId} />
    </Notice>
  );
}
