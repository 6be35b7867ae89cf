// Tables as aligned text, Markdown, LaTeX or CSV, from the same rows.

export type TableFormat = 'text' | 'markdown' | 'latex' | 'csv';
export const tableFormats: readonly TableFormat[] = ['text', 'markdown', 'latex', 'csv'];

export interface Table {
  /** May hold line breaks, which the aligned text keeps to stay narrow. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns aligned to the right; the others to the left. */
  readonly numeric: readonly number[];
}

const headerLines = (title: string): string[] => title.split('\n');
const oneLine = (title: string): string => title.replaceAll('\n', ' ');

function columnWidths({ header, rows }: Table): number[] {
  return header.map((title, i) =>
    Math.max(...headerLines(title).map(({ length }) => length), ...rows.map((row) => (row[i] ?? '').length)),
  );
}

/** The header's lines, titles standing on the rule. */
function headerRows(header: readonly string[]): string[][] {
  const titles = header.map(headerLines);
  const height = Math.max(...titles.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    titles.map((lines) => lines[row - (height - lines.length)] ?? ''),
  );
}

function alignedText(table: Table): string {
  const widths = columnWidths(table);
  const cell = (text: string, i: number): string => {
    const width = widths[i] ?? text.length;
    return table.numeric.includes(i) ? text.padStart(width) : text.padEnd(width);
  };
  const line = (row: readonly string[]): string => row.map(cell).join('  ').trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [...headerRows(table.header).map(line), rule, ...table.rows.map(line)].join('\n');
}

function markdown(table: Table): string {
  const line = (row: readonly string[]): string =>
    `| ${row.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = table.header.map((_, i) => (table.numeric.includes(i) ? '---:' : '---'));
  return [line(table.header.map(oneLine)), line(rule), ...table.rows.map(line)].join('\n');
}

const LATEX_SPECIAL: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  _: '\\_',
  '#': '\\#',
  $: '\\$',
  '±': '$\\pm$',
  '–': '--',
};

function latex(table: Table): string {
  const escape = (text: string): string => text.replace(/[&%_#$±–]/g, (c) => LATEX_SPECIAL[c] ?? c);
  const line = (row: readonly string[]): string => `${row.map(escape).join(' & ')} \\\\`;
  const columns = table.header.map((_, i) => (table.numeric.includes(i) ? 'r' : 'l')).join('');
  return [
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    line(table.header.map(oneLine)),
    '\\midrule',
    ...table.rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

function csv(table: Table): string {
  const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [table.header.map(oneLine), ...table.rows].map((row) => row.map(quote).join(',')).join('\n');
}

const formatters = { text: alignedText, markdown, latex, csv } as const satisfies Record<
  TableFormat,
  (table: Table) => string
>;

export function formatTable(table: Table, format: TableFormat): string {
  return formatters[format](table);
}
