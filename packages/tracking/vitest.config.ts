// One PostgreSQL for all test files: each gets a database of its own in it.
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

export default mergeConfig(base, { test: { globalSetup: './vitest.global-setup.ts' } });
