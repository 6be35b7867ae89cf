// A table of results as a picture for slides: drawn on a canvas in the colours of paper, whatever the page's theme.
import type { TextTable } from './text-table.ts';

const SCALE = 2; // pixels per CSS pixel, for a sharp print
const FONT = "13px 'Inter Variable', system-ui, sans-serif";
const NOTE_FONT = "11px 'Inter Variable', system-ui, sans-serif";
const LINE = 24;
const NOTE_LINE = 18;
const GAP = 22;
const MARGIN = 20;
const ink = { text: '#1b1e23', note: '#5a606a', rule: '#1b1e23' } as const;

/** The pen with the canvas it draws on. */
type Pen = CanvasRenderingContext2D;

function columnWidths(pen: Pen, { header, rows }: TextTable): number[] {
  pen.font = FONT;
  return header.map((title, i) =>
    Math.max(...[title, ...rows.map((row) => row[i] ?? '')].map((text) => pen.measureText(text).width)),
  );
}

function drawRow(pen: Pen, cells: readonly string[], at: { y: number; widths: readonly number[] }): void {
  let x = MARGIN;
  at.widths.forEach((width, i) => {
    pen.textAlign = i === 0 ? 'left' : 'right';
    pen.fillText(cells[i] ?? '', i === 0 ? x : x + width, at.y + LINE / 2);
    x += width + GAP;
  });
}

function drawRule(pen: Pen, y: number, width: number): void {
  pen.fillStyle = ink.rule;
  pen.fillRect(MARGIN, y, width, 1);
  pen.fillStyle = ink.text;
}

function drawTable(canvas: HTMLCanvasElement, pen: Pen, table: TextTable): void {
  const widths = columnWidths(pen, table);
  pen.font = NOTE_FONT;
  const rowWidth = widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  const noteWidth = Math.max(0, ...table.notes.map((note) => pen.measureText(note).width));
  const width = Math.max(rowWidth, noteWidth) + 2 * MARGIN;
  const height = 2 * MARGIN + LINE * (table.rows.length + 1) + 12 + NOTE_LINE * table.notes.length;
  canvas.width = Math.ceil(width * SCALE); // setting it also resets the pen
  canvas.height = Math.ceil(height * SCALE);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'middle';

  pen.font = FONT;
  let y = MARGIN;
  drawRule(pen, y, rowWidth);
  drawRow(pen, table.header, { y, widths });
  drawRule(pen, y + LINE, rowWidth);
  for (const row of table.rows) drawRow(pen, row, { y: (y += LINE), widths });
  drawRule(pen, (y += LINE), rowWidth);

  pen.font = NOTE_FONT;
  pen.fillStyle = ink.note;
  pen.textAlign = 'left';
  y += 12;
  for (const note of table.notes) {
    pen.fillText(note, MARGIN, y + NOTE_LINE / 2);
    y += NOTE_LINE;
  }
}

/** The picture as PNG. @throws Error where the browser has no canvas to draw on. */
export async function tableImage(table: TextTable): Promise<Blob> {
  await document.fonts.load(FONT);
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This browser gives no canvas to draw on.');
  drawTable(canvas, pen, table);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))));
  });
}
