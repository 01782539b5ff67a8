const BYTES = 16;

/** 32 random hexadecimal characters; unlike crypto.randomUUID it is there on plain-HTTP addresses too. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
