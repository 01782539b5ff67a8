/**
 * What somebody writes before it is saved, each piece under a name. It stays in this window, through ways back,
 * reloads and signing in again, until it is saved, discarded or they sign out.
 */
const PREFIX = "draft:";

const texts = new Map<string, string | null>();
const listeners = new Set<() => void>();

/** A window may be forbidden to store anything: then drafts live as long as the page does. */
function inStore<T>(action: (store: Storage) => T): T | null {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}

export function readDraft(name: string): string | null {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = inStore((store) => store.getItem(PREFIX + name));
  texts.set(name, text);
  return text;
}

export function writeDraft(name: string, text: string | null): void {
  texts.set(name, text);
  inStore((store) => (text === null ? store.removeItem(PREFIX + name) : store.setItem(PREFIX + name, text)));
  for (const tell of listeners) tell();
}

export function forgetDrafts(): void {
  texts.clear();
  inStore((store) => {
    for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
  });
}

export function followDrafts(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields of a draft that say something else than what is saved; fields that are no more are left out. */
export const differing = <T extends object>(saved: T, draft: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(draft).filter(([field, value]) => field in saved && !same(saved[field as keyof T], value)),
  ) as Partial<T>;
