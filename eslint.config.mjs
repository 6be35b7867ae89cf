// Lint: typescript-eslint's strict rules and the import table (import-table.mjs), one block per project.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { assemblyFolders, importTable, onlyHomes } from './import-table.mjs';

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Everything of ours but `allowed` is refused, subpaths included: an entry is allowed by its exact name. */
function packagesRule(project, allowed) {
  const names = allowed.map((name) => escaped(name.replace('@starlab/', ''))).join('|');
  return {
    regex: allowed.length ? `^@starlab/(?!(?:${names})$)` : '^@starlab/',
    message: `${project} may import of ours only: ${allowed.join(', ') || 'nothing'} (import-table.mjs).`,
  };
}

const libraryRules = (project) =>
  Object.entries(onlyHomes)
    .filter(([, homes]) => !homes.includes(project))
    .map(([name, homes]) => ({
      regex: `^${escaped(name)}(?:/|$)`,
      message: `${name} has its only home in ${homes.join(', ')} (import-table.mjs).`,
    }));

const climbRule = {
  regex: '^(?:\\.\\./){3}',
  message: 'A climb this deep says the file is in the wrong folder.',
};

const restrictedFor = (project, allowed) => [
  'error',
  { patterns: [packagesRule(project, allowed), ...libraryRules(project), climbRule] },
];

const importRules = Object.entries(importTable).flatMap(([project, allowed]) => [
  {
    files: [`${project}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}', ...assemblyFolders.map((folder) => `${project}/${folder}/**`)],
    rules: { 'no-restricted-imports': restrictedFor(project, allowed) },
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
        setInterval: 'readonly',
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
