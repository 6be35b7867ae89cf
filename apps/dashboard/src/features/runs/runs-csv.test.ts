import { expect, it } from 'vitest';
import { exampleRun } from '../../../test/example-run.ts';
import { availableColumns, chooseColumns } from './columns.ts';
import { runsCsv } from './runs-csv.ts';

it('has a row a run, with the values of the chosen columns in full', () => {
  const available = availableColumns({ series: ['loss'], tags: [], figures: [], states: {} }, []);
  const columns = chooseColumns(available, ['loss', 'tags', 'duration']);
  const run = exampleRun({ name: 'a, b', heads: { loss: 0.123456789 }, tags: ['x', 'y'] });
  const [header, row] = runsCsv([run, exampleRun({ heads: {} })], columns, 0).split(/\r?\n/);
  expect(header).toBe('id,run,row,state,step,Last loss,tags,duration in s');
  expect(row).toBe(`${run.id},"a, b",${run.configuration},${run.state},${run.step},0.123456789,"x, y",3600`);
});
