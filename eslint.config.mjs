// Lint: typescript-eslint's strict rules and the import table (import-table.mjs), one block per project.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { assemblyFolders, importTable, onlyHomes } from './import-table.mjs';

const projects = Object.keys(importTable);
const ours = [
  ...new Set([...Object.values(importTable).flat(), '@starlab/testing', '@starlab/tracking/testing']),
];

const restriction = (name, message) => ({
  group: [name, ...(ours.includes(name) ? [] : [`${name}/*`])],
  message,
});

function restrictedFor(project, allowed) {
  const packages = ours
    .filter((name) => !allowed.includes(name))
    .map((name) =>
      restriction(
        name,
        `${project} may import of ours only: ${allowed.join(', ') || 'nothing'} (import-table.mjs).`,
      ),
    );
  const libraries = Object.entries(onlyHomes)
    .filter(([, homes]) => !homes.includes(project))
    .map(([name, homes]) =>
      restriction(name, `${name} has its only home in ${homes.join(', ')} (import-table.mjs).`),
    );
  const climbs = {
    group: ['../../../*'],
    message: 'A climb this deep says the file is in the wrong folder.',
  };
  return ['error', { patterns: [...packages, ...libraries, climbs] }];
}

const importRules = projects.flatMap((project) => [
  {
    files: [`${project}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}', ...assemblyFolders.map((folder) => `${project}/${folder}/**`)],
    rules: { 'no-restricted-imports': restrictedFor(project, importTable[project]) },
  },
]);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/.next/**',
      '**/.nx/**',
      '**/.starlab/**',
      '**/generated/**',
      '**/next-env.d.ts',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        WebAssembly: 'readonly',
        globalThis: 'readonly',
      },
    },
    rules: {
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
          message: 'No `as unknown as`: give the value its type where it is made.',
        },
      ],
    },
  },
  ...importRules,
);
