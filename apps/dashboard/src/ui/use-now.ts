// The time, ticking. It starts at the server's clock, so that the first render is the same on both sides.
'use client';

import { useEffect, useState } from 'react';

/** Epoch milliseconds, renewed every `interval` ms while `active`. */
export function useNow(initial: number, options: { interval?: number; active?: boolean } = {}): number {
  const { interval = 1000, active = true } = options;
  const [now, setNow] = useState(initial);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval, active]);
  return now;
}
