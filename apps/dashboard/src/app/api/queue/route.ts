// GET /api/queue: waiting and running runs, those that ended last, and the workers.
import { readQueue } from '@starlab/tracking';
import { ask } from '@/server/database.ts';
import { respondAnswer } from '@/server/respond.ts';

export async function GET(): Promise<Response> {
  return respondAnswer(await ask(readQueue));
}
