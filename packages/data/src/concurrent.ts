// Runs work on many items, a few at a time: decoding belongs to libvips' threads, and there are only so many.

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** More than libuv's four threads, so that one is never idle between two files. */
const AT_ONCE = 8;

/** Unlike an array's own iterator, a generator is closed for all who share it once one leaves its loop by throwing. */
function* sharedEntries<Item>(items: readonly Item[]): Generator<[number, Item]> {
  yield* items.entries();
}

/** `items.map(work)`, a few at a time, results in the items' order. After the first failure no item is begun. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
  onProgress?: (progress: Progress) => void,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = sharedEntries(items);
  let done = 0;
  const worker = async (): Promise<void> => {
    // Each worker takes the next item that nobody has taken.
    for (const [index, item] of queue) {
      results[index] = await work(item, index);
      done += 1;
      onProgress?.({ done, total: items.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
