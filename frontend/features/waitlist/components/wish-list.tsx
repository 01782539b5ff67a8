import { Offer } from "@/features/waitlist/components/offer";
import { WithdrawWish } from "@/features/waitlist/components/withdraw-wish";
import { whatWords, whenWords, wishTitle } from "@/features/waitlist/model";
import type { TimeWish } from "@/lib/types";

/** What the reader waits for; a time that is kept stands out, with what it takes. */
export function WishList({ wishes, now }: { wishes: TimeWish[]; now: Date }) {
  return (
    <ul className="flex flex-col gap-4">
      {wishes.map((wish) => (
        <li key={wish.id} className="overflow-hidden rounded-card border border-line">
          {wish.offer && <Offer wishId={wish.id} offer={wish.offer} now={now.getTime()} />}
          <div className="flex flex-wrap items-center justify-between gap-3 p-4 sm:p-5">
            <div className="min-w-0">
              <h2 className="text-lg font-bold">{wishTitle(wish)}</h2>
              <p>{whatWords(wish)}</p>
              <p className="text-sm text-soft tabular">{whenWords(wish)}</p>
            </div>
            <WithdrawWish id={wish.id} title={wishTitle(wish)} />
          </div>
        </li>
      ))}
    </ul>
  );
}
