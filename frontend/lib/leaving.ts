/** The ways out of a page that a reader can be asked about: a link of this site, and Back within it. */
export type WayOut = { href: string } | { steps: number };

/** The link of this site that a plain click is about to follow. */
function linkOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target || link.origin !== window.location.origin) return null;
  return link.pathname === window.location.pathname ? null : link.pathname + link.search + link.hash;
}

const MARK = "unsaved";
const isMarked = (): boolean => window.history.state?.[MARK] === true;
const mark = (): void => window.history.pushState({ [MARK]: true }, "");

/** For whoever writes the address anew: an entry that stands in front of Back goes on standing there. */
export const keptMark = (): object => ({ [MARK]: window.history.state?.[MARK] });

/**
 * Back has happened when a page hears of it, and the router hears first. So unsaved changes put a second entry of the
 * same page into the history: Back then stays here and can ask; without changes it goes on by itself.
 */
export function holdBack(changed: boolean, onTried: (way: WayOut) => void): () => void {
  const path = window.location.pathname;
  if (changed && !isMarked()) mark();
  let marked = isMarked();
  const controller = new AbortController();
  const look = () => {
    if (window.location.pathname !== path || isMarked() || !marked) return;
    marked = changed;
    if (!changed) return window.history.back();
    mark();
    onTried({ steps: -2 });
  };
  window.addEventListener("popstate", look, { signal: controller.signal });
  return () => controller.abort();
}

/** Holds links and tells of them; what it returns stops that. When the page is closed the browser itself asks. */
export function holdLinks(onTried: (way: WayOut) => void): () => void {
  const controller = new AbortController();
  const signal = controller.signal;
  const look = (event: MouseEvent) => {
    const href = linkOf(event);
    if (href === null) return;
    event.preventDefault();
    event.stopPropagation();
    onTried({ href });
  };
  window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal });
  // Before the links hear of it themselves.
  document.addEventListener("click", look, { signal, capture: true });
  return () => controller.abort();
}
