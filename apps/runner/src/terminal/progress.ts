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
  finish(): void;
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

/** Bars below each other, redrawn in place: runs that train at the same time have one each. */
export interface ProgressArea {
  bar(label: string): ProgressBar;
  /** A line above the bars. */
  note(line: string): void;
}

interface Row {
  readonly label: string;
  progress?: Progress;
}

/** On a terminal, where the cursor can go back up. */
function drawnArea(stream: NodeJS.WriteStream): ProgressArea {
  let rows: Row[] = [];
  let drawnRows = 0;
  let drawnAt = 0;
  const erase = (): void => {
    if (drawnRows > 0) stream.write(`\u001b[${drawnRows}A\u001b[0J`);
    drawnRows = 0;
  };
  const draw = (): void => {
    erase();
    drawnAt = performance.now();
    for (const { label, progress } of rows) {
      if (!progress) continue;
      stream.write(`${clip(progressLine(label, progress), (stream.columns || 120) - 1)}\n`);
      drawnRows += 1;
    }
  };
  return {
    note(line) {
      erase();
      stream.write(`\r\u001b[2K${line}\n`);
      draw();
    },
    bar(label) {
      const row: Row = { label };
      rows.push(row);
      return {
        update(progress) {
          row.progress = progress;
          if (progress.done >= progress.total || performance.now() - drawnAt >= REDRAW_MS) draw();
        },
        finish() {
          // What is finished stays above, on lines that are not drawn again.
          erase();
          if (row.progress)
            stream.write(`${clip(progressLine(label, row.progress), (stream.columns || 120) - 1)}\n`);
          rows = rows.filter((other) => other !== row);
          draw();
        },
      };
    },
  };
}

/** Elsewhere: a line per bar now and then. */
function plainArea(stream: NodeJS.WriteStream): ProgressArea {
  return {
    note(line) {
      stream.write(`${line}\n`);
    },
    bar(label) {
      let last: Progress | undefined;
      let writtenAt = Number.NEGATIVE_INFINITY;
      const write = (progress: Progress): void => {
        writtenAt = performance.now();
        stream.write(`${progressLine(label, progress).replace(COLOUR_CODE, '')}\n`);
      };
      return {
        update(progress) {
          last = progress;
          if (progress.done < progress.total && performance.now() - writtenAt >= PLAIN_LINE_MS)
            write(progress);
        },
        finish() {
          if (last) write(last);
        },
      };
    },
  };
}

/** On standard error, so that standard output stays for results. */
export function progressArea(stream: NodeJS.WriteStream = process.stderr): ProgressArea {
  return stream.isTTY ? drawnArea(stream) : plainArea(stream);
}

/** An area with one bar. */
export const startProgress = (label: string): ProgressBar => progressArea().bar(label);
