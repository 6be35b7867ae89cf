// Which runs are compared, and how each is drawn. The first is the one the others are measured against.
'use client';

import { Pin, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { CurveRun } from '@/features/curves/curve-run.ts';
import { Button } from '@/ui/button.tsx';
import { ConfigurationLetter } from '@/ui/configuration-letter.tsx';
import { formatCount } from '@/ui/format.ts';
import { StateDot } from '@/ui/state-badge.tsx';
import { patchSearch } from '@/ui/url-state.ts';
import type { ComparedRun } from './compared-run.ts';
import { MAX_COMPARED } from './compare-address.ts';
import { LineSwatch } from './run-key.tsx';
import { RunPicker } from './run-picker.tsx';

/** More than these are folded to a line or two, so that fifty runs leave room for what is compared. */
const FOLDED_ABOVE = 12;
const SHOWN_FOLDED = 8;

interface ComparedRunsProps {
  readonly compared: readonly ComparedRun[];
  readonly lines: readonly CurveRun[];
}

export function ComparedRuns({ compared, lines }: ComparedRunsProps) {
  const router = useRouter();
  const parameters = useSearchParams();
  const addressOf = (ids: readonly string[]): string =>
    `/compare${patchSearch(parameters.toString(), { runs: ids.join(',') })}`;
  const show = (ids: readonly string[]): void => router.replace(addressOf(ids), { scroll: false });
  const ids = compared.map(({ run }) => run.id);
  const [unfolded, setUnfolded] = useState(false);
  const isFolded = compared.length > FOLDED_ABOVE && !unfolded;
  const shown = isFolded ? compared.slice(0, SHOWN_FOLDED) : compared;
  return (
    <ul className="flex flex-wrap gap-2" aria-label="Runs compared">
      {shown.map(({ run }, i) => {
        const line = lines[i];
        return (
          <li
            key={run.id}
            className="panel flex h-8 max-w-full min-w-0 items-center gap-2 pl-2.5"
            data-run={run.id}
          >
            {line && <LineSwatch line={line} />}
            <ConfigurationLetter configuration={run.configuration} />
            <Link
              href={`/runs/${run.id}`}
              className="truncate font-medium underline-offset-2 hover:text-accent hover:underline"
            >
              {line?.label ?? run.name}
            </Link>
            <span className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-muted tabular-nums">
              <StateDot state={run.state} />
              <span className="sr-only">{run.state} at iteration</span>
              {formatCount(run.step)}
            </span>
            <span className="flex">
              {i === 0 ? (
                <span className="flex items-center px-1.5 text-2xs text-faint">reference</span>
              ) : (
                <Button
                  look="ghost"
                  aria-label={`Compare with ${run.name}`}
                  title="Measure the others against this run"
                  onClick={() => show([run.id, ...ids.filter((id) => id !== run.id)])}
                >
                  <Pin aria-hidden className="size-3.5" />
                </Button>
              )}
              {compared.length > 1 && (
                <Button
                  look="ghost"
                  aria-label={`Leave out ${run.name}`}
                  title="Leave out"
                  onClick={() => show(ids.filter((id) => id !== run.id))}
                >
                  <X aria-hidden className="size-3.5" />
                </Button>
              )}
            </span>
          </li>
        );
      })}
      {compared.length > FOLDED_ABOVE && (
        <li className="flex items-center">
          <Button onClick={() => setUnfolded(isFolded)} aria-expanded={!isFolded}>
            {isFolded ? `${compared.length - SHOWN_FOLDED} more` : 'Fewer'}
          </Button>
        </li>
      )}
      {ids.length < MAX_COMPARED && (
        <li className="flex items-center">
          <RunPicker title="Add a run" compared={ids} addressWith={(id) => addressOf([...ids, id])} />
        </li>
      )}
    </ul>
  );
}
