// Ctrl-C: the first asks to stop at a safe point, the second stops at once. A terminal that is closed asks once.
import { isatty } from 'node:tty';
import { EXIT_INTERRUPTED } from './terminal/failure.ts';

/**
 * Whether any of the standard streams is a terminal. `nohup` leaves none, and that is how its programs are known here: Node forgets
 * that it was started with hangups ignored.
 */
const hasTerminal = (): boolean => [0, 1, 2].some((descriptor) => isatty(descriptor));

/**
 * Aborted at the first SIGINT or SIGTERM; a second one ends the process. A hangup aborts too, but only of a program that has a
 * terminal, and it comes more than once: the others change nothing.
 * @param reason what a run that stops for it gives as its reason.
 */
export function interruptSignal(
  onFirst: () => void,
  reason = 'stopped by its user',
  isAttached = hasTerminal(),
): AbortSignal {
  const controller = new AbortController();
  const handle = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    onFirst();
    controller.abort(reason);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  process.on('SIGHUP', () => {
    if (isAttached && !controller.signal.aborted) handle();
  });
  return controller.signal;
}
