import { expect, it } from 'vitest';
import { exampleConfig } from '../../../test/example-run.ts';
import { configRows } from './config-rows.ts';

it('marks the keys that differ from the study, in schema order', () => {
  const rows = configRows(exampleConfig({ configuration: 'E', lambdaDs: 0 }), exampleConfig({}));
  expect(rows.filter((row) => row.differs)).toEqual([
    { key: 'configuration', value: 'E', base: 'F', differs: true },
    { key: 'lambdaDs', value: 0, base: 1, differs: true },
  ]);
  expect(rows[0]?.key).toBe('method');
});
