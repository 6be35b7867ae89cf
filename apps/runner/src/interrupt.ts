// Ctrl-C: the first asks to stop at a safe point, the second stops at once.
import { EXIT_INTERRUPTED } from './terminal/failure.ts';

/**
 * Aborted at the first SIGINT or SIGTERM; a second one ends the process.
 * @param reason what a run that stops for it gives as its reason.
 */
export function interruptSignal(onFirst: () => void, reason = 'stopped by its user'): AbortSignal {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    onFirst();
    controller.abort(reason);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return controller.signal;
}
