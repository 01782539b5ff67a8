import { type PointerEvent, useCallback, useRef } from "react";

const HOLD_MS = 250;
/** A finger that moves farther than this before it has rested wants to scroll. */
const SLIP_PIXELS = 10;

type Press = { x: number; y: number; timer: ReturnType<typeof setTimeout> };

/**
 * Tells a finger that scrolls from one that draws: it draws after it has rested for a moment.
 * `surface` goes to the element, which must not scroll while a finger draws.
 */
export function useHold() {
  const press = useRef<Press | null>(null);
  const drawing = useRef(false);

  const surface = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const keepStill = (event: TouchEvent) => {
      if (drawing.current) event.preventDefault();
    };
    // React listens passively, and a passive listener cannot keep the page from scrolling.
    element.addEventListener("touchmove", keepStill, { passive: false });
    return () => element.removeEventListener("touchmove", keepStill);
  }, []);

  /** Ends the waiting; whether there was any. */
  function giveUp(): boolean {
    if (!press.current) return false;
    clearTimeout(press.current.timer);
    press.current = null;
    return true;
  }

  return {
    surface,
    wait(event: PointerEvent, onRested: () => void) {
      giveUp();
      const rested = () => {
        press.current = null;
        drawing.current = true;
        navigator.vibrate?.(10);
        onRested();
      };
      press.current = { x: event.clientX, y: event.clientY, timer: setTimeout(rested, HOLD_MS) };
    },
    moved(event: PointerEvent) {
      if (!press.current) return;
      const { x, y } = press.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > SLIP_PIXELS) giveUp();
    },
    /** Whether the finger left before it had rested, in its place: a tap. */
    lifted(): boolean {
      drawing.current = false;
      return giveUp();
    },
  };
}
