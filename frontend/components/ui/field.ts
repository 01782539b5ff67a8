/** The looks that all fields share: a label above, 48 high, 16 px text, hint or error below. */
export const fieldStyles = {
  // What is wrong takes the hint's place: a button below must not move away from under the pointer.
  root: "flex flex-col gap-1.5 [&:has([slot=errorMessage])>[slot=description]]:hidden",
  label: "text-sm font-semibold",
  control:
    "min-h-12 w-full rounded-control border border-edge bg-paper px-3 text-base text-ink placeholder:text-soft invalid:border-red focus:outline-3 focus:outline-offset-1 focus:outline-blue data-[invalid]:border-red",
  hint: "text-sm text-soft",
  error: "text-sm font-medium text-red",
  popover:
    "min-w-(--trigger-width) overflow-auto rounded-control border border-edge bg-paper p-1 shadow-lg entering:animate-enter",
  option:
    "flex min-h-11 cursor-pointer items-center gap-2 rounded-control px-3 text-base outline-none focus:bg-mist selected:font-semibold selected:text-blue disabled:opacity-45",
} as const;
