// Where the runs belong and which pictures they see. A study has one data set.
'use client';

import type { KnownDataset, StudySummary } from '@starlab/tracking';
import { Select } from '@/ui/select.tsx';
import type { LaunchState } from './launch-state.ts';

interface StudyFieldsProps {
  readonly state: LaunchState;
  readonly studies: readonly StudySummary[];
  readonly datasets: readonly KnownDataset[];
  readonly onChange: (patch: Partial<LaunchState>) => void;
}

const input =
  'h-7 w-full rounded border border-line bg-panel px-2.5 outline-none placeholder:text-muted focus:border-accent';

export function StudyFields({ state, studies, datasets, onChange }: StudyFieldsProps) {
  const study = studies.find(({ id }) => id === state.study);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Select
          label="Study"
          value={study?.id ?? ''}
          options={[
            { value: '', title: 'a new one' },
            ...studies.map(({ id, name }) => ({ value: id, title: name })),
          ]}
          onChange={(id) => onChange({ study: id })}
        />
      </div>
      {study ? (
        <p className="text-muted">
          Pictures: <code className="font-mono text-xs break-all">{study.dataset}</code>
          {study.domains.length > 0 && ` (${study.domains.join(', ')})`}
        </p>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <label className="flex flex-col gap-0.5">
            <span className="text-xs">Name</span>
            <input
              className={input}
              value={state.studyName}
              autoComplete="off"
              onChange={(event) => onChange({ studyName: event.target.value })}
            />
          </label>
          <label className="flex flex-col gap-0.5">
            <span className="text-xs">Data set: a folder as the workers see it</span>
            <input
              className={input}
              list="known-datasets"
              value={state.data}
              autoComplete="off"
              placeholder="/path with train/ and val/"
              onChange={(event) => onChange({ data: event.target.value })}
            />
          </label>
          <datalist id="known-datasets">
            {datasets.map(({ path, domains, runCount }) => (
              <option key={path} value={path}>
                {`${domains.join(', ')}; ${runCount} runs`}
              </option>
            ))}
          </datalist>
        </div>
      )}
    </div>
  );
}
