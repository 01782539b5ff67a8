let listener: (() => void) | null = null;

/** `hear` is called when another page is asked for, within the transition that ends when it is there. */
export function hearDepartures(hear: () => void): () => void {
  listener = hear;
  return () => {
    listener = null;
  };
}

export function tellDeparture(): void {
  listener?.();
}
