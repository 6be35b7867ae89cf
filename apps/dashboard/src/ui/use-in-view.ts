// Whether an element is near the window's visible part: what is far from it need not be drawn.
'use client';

import { useEffect, useState, type RefObject } from 'react';

/** Begins to count as visible so far before it is. */
const MARGIN = '300px';

export function useInView(element: RefObject<Element | null>): boolean {
  const [inView, setInView] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return inView;
}
