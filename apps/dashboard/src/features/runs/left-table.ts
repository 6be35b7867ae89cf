// Where the reader left the table: they come back from a run to the same rows, chosen as they were. Kept by the page that is
// open, not by the address, which is for others too.
import { nothingSelected, type Selection } from './selection.ts';

export interface LeftTable {
  /** Address of the search. */
  readonly search: string;
  readonly selection: Selection;
  /** Position of the row the keyboard stood at. */
  readonly current: number | undefined;
  /** px */
  readonly scrollTop: number;
}

let left: LeftTable = { search: '', selection: nothingSelected, current: undefined, scrollTop: 0 };

export function leaveTable(table: LeftTable): void {
  left = table;
}

/** What was left. Positions mean nothing in another search, what was chosen does. */
export function leftTable(search: string): Omit<LeftTable, 'search'> {
  const { selection, current, scrollTop } = left;
  return left.search === search
    ? { selection, current, scrollTop }
    : { selection: { ...selection, anchor: undefined }, current: undefined, scrollTop: 0 };
}
