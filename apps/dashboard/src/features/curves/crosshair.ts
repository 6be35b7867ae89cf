// The shared crosshair: one position on the x axis, which every chart of the page follows without drawing anew.

export interface Crosshair {
  get(): number | undefined;
  set(x: number | undefined): void;
  subscribe(listener: (x: number | undefined) => void): () => void;
}

export function createCrosshair(): Crosshair {
  const listeners = new Set<(x: number | undefined) => void>();
  let position: number | undefined;
  return {
    get: () => position,
    set(x) {
      if (x === position) return;
      position = x;
      for (const listener of listeners) listener(x);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
