// Which rows of a long table are in sight: rows have one height, so that the answer is arithmetic.
'use client';

import { useEffect, useState, type RefObject } from 'react';

/** Rows drawn beyond either edge, so that a flick of the wheel meets no gap. */
const OVERSCAN = 12;

export interface RowWindow {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** @param rowHeight px; @param header px above the first row within the scrolled box */
export function rowsInSight(
  { scrollTop, height }: Viewport,
  {
    rowHeight,
    header,
    total,
  }: { readonly rowHeight: number; readonly header: number; readonly total: number },
): RowWindow {
  const first = Math.floor((scrollTop - header) / rowHeight);
  const last = Math.ceil((scrollTop - header + height) / rowHeight);
  return {
    from: Math.max(0, Math.min(first - OVERSCAN, total)),
    to: Math.min(total, Math.max(0, last + OVERSCAN)),
  };
}

export function useViewport(box: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrollTop: 0, height: 900 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = (): void => setViewport({ scrollTop: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [box]);
  return viewport;
}
