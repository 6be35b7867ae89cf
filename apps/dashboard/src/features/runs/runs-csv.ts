// The runs a search finds as CSV: who they are, and the columns in sight with their values in full.
import type { RunSummary } from '@starlab/tracking';
import { toCsv } from '@/features/tables/text-table.ts';
import { durationColumn, runDuration, wholeTitle, type Column } from './columns.ts';

export function runsCsv(runs: readonly RunSummary[], columns: readonly Column[], now: number): string {
  const header = ['id', 'run', 'row', 'state', 'step', ...columns.map(csvTitle)];
  const rows = runs.map((run) => [
    run.id,
    run.name,
    run.configuration,
    run.state,
    run.step,
    ...columns.map((column) => cell(run, column, now)),
  ]);
  return toCsv([header, ...rows]);
}

function csvTitle(column: Column): string {
  return column.id === durationColumn.id ? 'duration in s' : wholeTitle(column);
}

function cell(run: RunSummary, column: Column, now: number): number | string | null {
  if (column.id !== durationColumn.id) return column.value(run) ?? null;
  const duration = runDuration(run, now);
  return duration === undefined ? null : duration / 1000;
}
