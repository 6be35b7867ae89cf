// Iterations per second over the last seconds: recent enough to show a slow-down, long enough not to flicker.

const WINDOW_MS = 10_000;

export class RateMeter {
  readonly #now: () => number;
  #marks: { readonly at: number; readonly done: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  reached(done: number): void {
    const at = this.#now();
    this.#marks.push({ at, done });
    const firstKept = this.#marks.findIndex((mark) => at - mark.at <= WINDOW_MS);
    if (firstKept > 1) this.#marks = this.#marks.slice(firstKept - 1);
  }

  /** Undefined until two moments have been seen. */
  perSecond(): number | undefined {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at === first.at) return undefined;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }
}
