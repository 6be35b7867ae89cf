import type { RunId } from '@starlab/experiment';
export async function subscribeRuns(
  _url: string,
  _listener: (runId: RunId) => void,
): Promise<{ close(): Promise<void> }> {
  throw new Error('in the making');
}
