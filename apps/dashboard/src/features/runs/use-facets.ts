// What there is to choose from, read again after news: a run that starts brings series, one that ends changes its state.
'use client';

import type { RunFacets } from '@starlab/tracking';
import { useEffect, useState } from 'react';

/** @param round grows with the news */
export function useFacets(initial: RunFacets, round: number): RunFacets {
  const [facets, setFacets] = useState(initial);
  useEffect(() => {
    if (round === 0) return;
    let wanted = true;
    fetch('/api/runs/facets').then(
      async (response) => {
        if (!response.ok) return;
        const read = (await response.json()) as RunFacets;
        if (wanted) setFacets(read);
      },
      () => undefined, // the older ones stay
    );
    return () => {
      wanted = false;
    };
  }, [round]);
  return facets;
}
