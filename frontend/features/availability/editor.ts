import { paintDays, type Range, type WeekHours } from "./model";

/** What the week editor holds: what is stored, what is on the screen, and the way back. */
export type EditorState = {
  readonly weekStart: string;
  readonly version: number;
  readonly saved: WeekHours;
  readonly hours: WeekHours;
  readonly undo: readonly WeekHours[];
};

export type Stroke = { dates: readonly string[]; range: Range; on: boolean };

export type EditorAction =
  | { type: "loaded"; weekStart: string; version: number; hours: WeekHours }
  | { type: "painted"; stroke: Stroke }
  | { type: "dayChanged"; date: string; ranges: readonly Range[] }
  | { type: "replaced"; hours: WeekHours }
  | { type: "undone" }
  | { type: "discarded" };

const UNDO_DEPTH = 50;

export const startEditing = (weekStart: string, version: number, hours: WeekHours): EditorState => ({
  weekStart,
  version,
  saved: hours,
  hours,
  undo: [],
});

const same = (a: WeekHours, b: WeekHours): boolean => JSON.stringify(a) === JSON.stringify(b);

export const isChanged = (state: EditorState): boolean => !same(state.saved, state.hours);

/** A step that can be taken back; a step that changes nothing is none. */
function step(state: EditorState, hours: WeekHours): EditorState {
  if (same(state.hours, hours)) return state;
  return { ...state, hours, undo: [...state.undo.slice(1 - UNDO_DEPTH), state.hours] };
}

export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case "loaded":
      return startEditing(action.weekStart, action.version, action.hours);
    case "painted":
      return step(state, paintDays(state.hours, action.stroke.dates, action.stroke.range, action.stroke.on));
    case "dayChanged":
      return step(state, { ...state.hours, [action.date]: action.ranges });
    case "replaced":
      return step(state, action.hours);
    case "undone":
      return state.undo.length === 0
        ? state
        : { ...state, hours: state.undo.at(-1) ?? state.hours, undo: state.undo.slice(0, -1) };
    case "discarded":
      return step(state, state.saved);
  }
}
