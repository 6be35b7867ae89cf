// The run log as tracking hands it out: experiment's RunLog with the number of its attempt.
import type { openRunLog } from '@starlab/tracking';

export type RunLogHandle = Awaited<ReturnType<typeof openRunLog>>;
