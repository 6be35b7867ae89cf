// The gate must be able to fail: each planted import breaks the table in one way.
import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await new ESLint({ cwd: root }).lintText(code, { filePath: `${root}/${file}` });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'no-restricted-imports')
    .map(({ message }) => message);
}

test.each([
  ['packages/trainer/src/planted.ts', '@starlab/engine'],
  ['packages/models/src/planted.ts', 'onnxruntime-node'],
  ['packages/metrics/src/planted.ts', '@starlab/data'],
  ['packages/experiment/src/planted.ts', '@starlab/tracking'],
  ['apps/dashboard/src/planted.ts', 'pg'],
  ['apps/runner/src/planted.ts', '@starlab/testing'],
  ['apps/runner/src/planted.ts', 'sharp'],
])('%s may not import %s', async (file, name) => {
  expect(await complaints(file, `import * as planted from '${name}';\nexport { planted };\n`)).toHaveLength(
    1,
  );
});

test.each([
  ['packages/trainer/src/planted.ts', '@starlab/engine/ops'],
  ['packages/metrics/src/planted.ts', '@starlab/data/resize'],
  ['packages/models/src/planted.test.ts', '@starlab/engine'],
  ['apps/dashboard/src/planted.ts', '@starlab/tracking'],
  ['apps/runner/src/planted.ts', '@starlab/testing/golden'],
])('%s may import %s', async (file, name) => {
  expect(await complaints(file, `import * as planted from '${name}';\nexport { planted };\n`)).toEqual([]);
});
