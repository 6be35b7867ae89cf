// The order of the waiting runs after one was moved.

export type Move = 'first' | 'up' | 'down';

/** A copy of `order` with `item` moved by one place, or to the front; the same order where that is impossible. */
export function moved<T>(order: readonly T[], item: T, move: Move): T[] {
  const from = order.indexOf(item);
  if (from < 0) return [...order];
  const to = { first: 0, up: from - 1, down: from + 1 }[move];
  const rest = order.filter((_, i) => i !== from);
  const place = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}
