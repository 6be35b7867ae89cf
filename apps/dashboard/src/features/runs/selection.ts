// Which runs are chosen for an action: a set of ids, and the position a range begins at.

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Position last clicked; a click with Shift chooses everything from there. */
  readonly anchor: number | undefined;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: undefined };

interface Click {
  readonly position: number;
  readonly shift: boolean;
  /** The id at a position, undefined where it has not been read. */
  readonly idAt: (position: number) => string | undefined;
}

export function clickRow({ ids, anchor }: Selection, { position, shift, idAt }: Click): Selection {
  const clicked = idAt(position);
  if (clicked === undefined) return { ids, anchor };
  const next = new Set(ids);
  if (shift && anchor !== undefined) {
    for (let i = Math.min(anchor, position); i <= Math.max(anchor, position); i += 1) {
      const id = idAt(i);
      if (id !== undefined) next.add(id);
    }
  } else if (!next.delete(clicked)) next.add(clicked);
  return { ids: next, anchor: position };
}
