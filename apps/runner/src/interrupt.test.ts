import { afterEach, expect, test, vi } from 'vitest';
import { interruptSignal } from './interrupt.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

afterEach(() => {
  for (const signal of signals) process.removeAllListeners(signal);
});

test.each(signals)('%s asks to stop, and says so once', (signal) => {
  const onFirst = vi.fn();
  const asked = interruptSignal(onFirst, 'a reason', true);
  expect(asked.aborted).toBe(false);
  process.emit(signal);
  expect(asked).toMatchObject({ aborted: true, reason: 'a reason' });
  expect(onFirst).toHaveBeenCalledTimes(1);
});

test('a terminal that is closed hangs up several times, and the run still stops at a safe point', () => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  interruptSignal(() => undefined, 'a reason', true);
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  expect(exit).not.toHaveBeenCalled();
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledTimes(1);
  exit.mockRestore();
});

test('a program without a terminal goes on when one hangs up', () => {
  const asked = interruptSignal(() => undefined, 'a reason', false);
  process.emit('SIGHUP');
  expect(asked.aborted).toBe(false);
});
