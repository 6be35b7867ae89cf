// Search, filters, grouping and choice of columns.
'use client';

import type { RunFacets, StudySummary } from '@starlab/tracking';
import { Download } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { SearchField } from '@/ui/search-field.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Select } from '@/ui/select.tsx';
import { ColumnMenu } from './column-menu.tsx';
import type { Column } from './columns.ts';
import { SearchHelp } from './search-help.tsx';
import { archiveViews, groupings, type ArchiveView, type Grouping, type TableState } from './table-state.ts';

interface RunsToolbarProps {
  readonly facets: RunFacets;
  readonly studies: readonly Pick<StudySummary, 'id' | 'name'>[];
  readonly state: TableState;
  readonly available: readonly Column[];
  readonly columns: readonly Column[];
  readonly onChange: (patch: Partial<TableState>) => void;
  /** Takes every run found away as CSV. */
  readonly onExport: () => void;
}

const groupingTitles = {
  none: 'none',
  study: 'study',
  configuration: 'row A–F',
  config: 'config',
} as const satisfies Record<Grouping, string>;
const groupingOptions = groupings.map((value) => ({ value, title: groupingTitles[value] }));

const archiveTitles = { without: 'left out', with: 'shown too', only: 'only' } as const satisfies Record<
  ArchiveView,
  string
>;
const archiveOptions = archiveViews.map((value) => ({ value, title: archiveTitles[value] }));

export function RunsToolbar({
  facets,
  studies,
  state,
  available,
  columns,
  onChange,
  onExport,
}: RunsToolbarProps) {
  const states = Object.keys(facets.states);
  return (
    <div className="flex flex-wrap items-center gap-2" role="search">
      <SearchField
        label="Search runs"
        placeholder="Search, or lambdaDs>0"
        value={state.search}
        onChange={(search) => onChange({ search })}
      />
      <SearchHelp onChoose={(query) => onChange({ search: `${state.search} ${query}`.trim() })} />
      <Select
        label="State"
        value={state.state}
        options={[{ value: '', title: 'any' }, ...states.map((value) => ({ value, title: value }))]}
        onChange={(value) => onChange({ state: value })}
      />
      {studies.length > 1 && (
        <Select
          label="Study"
          value={state.study}
          options={[
            { value: '', title: 'all' },
            ...studies.map(({ id, name }) => ({ value: id, title: name })),
          ]}
          onChange={(study) => onChange({ study })}
        />
      )}
      <Select
        label="Archived"
        value={state.archived}
        options={archiveOptions}
        onChange={(value) => onChange({ archived: archiveViews.find((view) => view === value) ?? 'without' })}
      />
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="text-muted max-sm:hidden">
          Group by
        </span>
        <Segments
          label="Group by"
          options={groupingOptions}
          value={state.grouping}
          onChange={(grouping) => onChange({ grouping })}
        />
      </span>
      <span className="ml-auto inline-flex gap-1 max-sm:ml-0">
        <Button
          look="ghost"
          aria-label="Download the runs found as CSV"
          title="The runs found, with these columns, as CSV"
          onClick={onExport}
        >
          <Download aria-hidden className="size-3.5" />
        </Button>
        <ColumnMenu available={available} shown={columns} onChange={(ids) => onChange({ columns: ids })} />
      </span>
    </div>
  );
}
