// Ctrl-C: the first asks to stop at a safe point, the second stops at once.
import { EXIT_INTERRUPTED } from './terminal/failure.ts';

/** Aborted at the first SIGINT or SIGTERM; a second one ends the process. */
export function interruptSignal(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return controller.signal;
}
