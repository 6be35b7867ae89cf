// A resumed run says some things twice: the later attempt's word counts.

/** Keeps, of the records with equal `identity`, the last one; the order is that of first appearance. */
export function keepLast<Value>(records: readonly Value[], identity: (record: Value) => string): Value[] {
  const latest = new Map<string, Value>();
  for (const record of records) latest.set(identity(record), record);
  return [...latest.values()];
}

/** Prisma's order under which `keepLast` keeps the later attempt's record, by step for the reader. */
export const byStepThenAttempt = [
  { step: 'asc' as const },
  { attempt: 'asc' as const },
  { seq: 'asc' as const },
];
