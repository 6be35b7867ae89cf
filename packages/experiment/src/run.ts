// What a run is, apart from its numbers: identity, state, attempts.
import { z } from 'zod';

export const runIdSchema = z.uuid().brand<'RunId'>();
export type RunId = z.infer<typeof runIdSchema>;

export const studyIdSchema = z.uuid().brand<'StudyId'>();
export type StudyId = z.infer<typeof studyIdSchema>;

export const workerIdSchema = z.uuid().brand<'WorkerId'>();
export type WorkerId = z.infer<typeof workerIdSchema>;

/**
 * queued: waiting for a worker; running: heartbeat seen; finished: all iterations and the evaluation done;
 * failed: stopped by an error it reported; crashed: the heartbeat ceased; killed: stopped by its user.
 */
export const runStateSchema = z.enum(['queued', 'running', 'finished', 'failed', 'crashed', 'killed']);
export type RunState = z.infer<typeof runStateSchema>;

/** A running run without a heartbeat for this long counts as crashed. */
export const HEARTBEAT_INTERVAL_MS = 5_000;
export const CRASHED_AFTER_MS = 30_000;
