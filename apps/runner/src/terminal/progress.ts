// A progress bar on a terminal, and a plain line now and then elsewhere (a log file, CI).
import pc from 'picocolors';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 15_000;

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Units per second, as the caller measures it. */
  readonly rate?: number | undefined;
  readonly unit?: string;
  /** What else to show at the end of the line, e.g. the main losses. */
  readonly detail?: string;
}

export interface ProgressBar {
  update(progress: Progress): void;
  /** Leaves the last state on its line and ends it. */
  finish(message?: string): void;
  /** Prints a line above the bar. */
  note(line: string): void;
}

/** "1:05" or "2:03:04". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

export function progressLine(label: string, progress: Progress): string {
  const { done, total, rate, unit = 'it', detail = '' } = progress;
  const filled = Math.round((BAR_WIDTH * done) / Math.max(1, total));
  const bar = pc.cyan('━'.repeat(filled)) + pc.dim('━'.repeat(BAR_WIDTH - filled));
  const speed = rate ? `${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)} ${unit}/s` : '';
  const left = rate && done < total ? `${formatSeconds((total - done) / rate)} left` : '';
  return [`${label} ${bar} ${done}/${total}`, speed, left, pc.dim(detail)].filter(Boolean).join('  ');
}

/** Colour codes begin with the escape character. Captured, so that `split` keeps them. */
const COLOUR_CODE = new RegExp(String.raw`(\u001b\[[0-9;]*m)`, 'g');

/** Cuts a coloured line to `columns` visible characters, so that a bar never wraps. */
export function clip(line: string, columns: number): string {
  if (line.replace(COLOUR_CODE, '').length <= columns) return line;
  let visible = 0;
  let out = '';
  for (const part of line.split(COLOUR_CODE)) {
    if (part.startsWith('\u001b[')) out += part;
    else {
      out += part.slice(0, Math.max(0, columns - visible));
      visible += part.length;
    }
  }
  return `${out}\u001b[0m`;
}

/** Starts a bar on standard error, so that standard output stays for results. */
export function startProgress(label: string, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  let last: Progress | undefined;
  let drawnAt = 0;
  const interval = stream.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  const draw = (progress: Progress): void => {
    drawnAt = performance.now();
    const line = progressLine(label, progress);
    stream.write(
      stream.isTTY
        ? `\r\u001b[2K${clip(line, (stream.columns || 120) - 1)}`
        : `${line.replace(COLOUR_CODE, '')}\n`,
    );
  };
  return {
    update(progress) {
      const finished = progress.done >= progress.total;
      last = progress;
      if (finished ? stream.isTTY : performance.now() - drawnAt >= interval) draw(progress);
    },
    finish(message) {
      if (last) draw(last);
      if (stream.isTTY) stream.write('\n');
      if (message) stream.write(`${message}\n`);
    },
    note(line) {
      stream.write(stream.isTTY ? `\r\u001b[2K${line}\n` : `${line}\n`);
      if (stream.isTTY && last) draw(last);
    },
  };
}
