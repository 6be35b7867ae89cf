// Search, filters, grouping and choice of columns.
'use client';

import type { RunSummary } from '@starlab/tracking';
import { SearchField } from '@/ui/search-field.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Select } from '@/ui/select.tsx';
import { ColumnMenu } from './column-menu.tsx';
import type { Column } from './columns.ts';
import { countStates } from './rows.ts';
import { groupings, type TableState } from './table-state.ts';

interface RunsToolbarProps {
  readonly runs: readonly RunSummary[];
  readonly state: TableState;
  readonly available: readonly Column[];
  readonly columns: readonly Column[];
  readonly onChange: (patch: Partial<TableState>) => void;
}

const groupingOptions = groupings.map((value) => ({ value, title: value }));

export function RunsToolbar({ runs, state, available, columns, onChange }: RunsToolbarProps) {
  const studies = new Map(runs.map((run) => [run.studyId, run.studyName]));
  return (
    <div className="flex flex-wrap items-center gap-2" role="search">
      <SearchField
        label="Search runs"
        placeholder="Search, or seed=777 lambdaDs>0"
        value={state.search}
        onChange={(search) => onChange({ search })}
      />
      <Select
        label="State"
        value={state.state}
        options={[
          { value: '', title: 'any' },
          ...countStates(runs).map(({ state: value }) => ({ value, title: value })),
        ]}
        onChange={(value) => onChange({ state: value })}
      />
      {studies.size > 1 && (
        <Select
          label="Study"
          value={state.study}
          options={[{ value: '', title: 'all' }, ...[...studies].map(([value, title]) => ({ value, title }))]}
          onChange={(study) => onChange({ study })}
        />
      )}
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="text-faint max-sm:hidden">
          Group by
        </span>
        <Segments
          label="Group by"
          options={groupingOptions}
          value={state.grouping}
          onChange={(grouping) => onChange({ grouping })}
        />
      </span>
      <span className="ml-auto max-sm:ml-0">
        <ColumnMenu available={available} shown={columns} onChange={(ids) => onChange({ columns: ids })} />
      </span>
    </div>
  );
}
