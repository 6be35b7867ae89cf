// What a reader can do to several runs at once.
import { runIdSchema } from '@starlab/experiment';
import { z } from 'zod';
import { MOST_CHOSEN } from './selection.ts';

/** More at once are refused: they would be a mistake more often than a wish. */
const MOST_RUNS = MOST_CHOSEN;

const runs = z.array(runIdSchema).min(1, 'at least one run').max(MOST_RUNS, `at most ${MOST_RUNS} runs`);
const tag = z.string().trim().min(1).max(60);

export const runActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('tag'), runs, tag }),
  z.strictObject({ action: z.literal('untag'), runs, tag }),
  z.strictObject({ action: z.literal('archive'), runs }),
  z.strictObject({ action: z.literal('restore'), runs }),
  z.strictObject({ action: z.literal('delete'), runs }),
  z.strictObject({ action: z.literal('delete-samples'), runs }),
]);
export type RunAction = z.infer<typeof runActionSchema>;

export interface ActionOutcome {
  /** One sentence for the reader. */
  readonly message: string;
}
