// Which runs are chosen for an action: a set of ids, and the position a range begins at.
import type { RowWindow } from './use-window.ts';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Position last clicked; a click with Shift chooses everything from there. */
  readonly anchor: number | undefined;
  /** Chosen by position, but not read yet: their ids are still to come. */
  readonly unread: RowWindow | undefined;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: undefined, unread: undefined };

/** More at once no action takes. */
export const MOST_CHOSEN = 1_000;

interface Click {
  readonly position: number;
  readonly shift: boolean;
  /** The id at a position, undefined where it has not been read. */
  readonly idAt: (position: number) => string | undefined;
}

export function clickRow({ ids, anchor }: Selection, { position, shift, idAt }: Click): Selection {
  const clicked = idAt(position);
  if (clicked === undefined) return { ids, anchor, unread: undefined };
  const next = new Set(ids);
  if (shift && anchor !== undefined) {
    const range = { from: Math.min(anchor, position), to: Math.max(anchor, position) + 1 };
    let complete = true;
    for (let i = range.from; i < range.to; i += 1) {
      const id = idAt(i);
      if (id === undefined) complete = false;
      else next.add(id);
    }
    return { ids: next, anchor: position, unread: complete ? undefined : range };
  }
  if (!next.delete(clicked)) next.add(clicked);
  return { ids: next, anchor: position, unread: undefined };
}

/** Every run found, or as many as an action takes. */
export function chooseAll(total: number): Selection {
  return { ids: new Set(), anchor: undefined, unread: { from: 0, to: Math.min(total, MOST_CHOSEN) } };
}

/** The ids of what was chosen by position have come. */
export function withRead({ ids, anchor }: Selection, read: readonly string[]): Selection {
  return { ids: new Set([...ids, ...read]), anchor, unread: undefined };
}
