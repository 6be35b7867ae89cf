// Takes a table away: copied as Markdown or LaTeX, or as a CSV or PNG file.
'use client';

import { Download } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy-button.tsx';
import { downloadBlob, downloadText } from '@/ui/download.ts';
import { tableImage } from './table-image.ts';
import { toLatex, toMarkdown, type TextTable } from './text-table.ts';

interface ExportMenuProps {
  /** Of the files, without extension. */
  readonly name: string;
  readonly table: TextTable;
  readonly csv: string;
}

export function ExportMenu({ name, table, csv }: ExportMenuProps) {
  const saveImage = async (): Promise<void> => downloadBlob(`${name}.png`, await tableImage(table));
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Export the table">
      <CopyButton look="outline" label="Markdown" text={toMarkdown(table)} />
      <CopyButton look="outline" label="LaTeX" text={toLatex(table)} />
      <Button onClick={() => downloadText(`${name}.csv`, csv, 'text/csv')}>
        <Download aria-hidden className="size-3.5" />
        CSV
      </Button>
      <Button onClick={() => void saveImage()}>
        <Download aria-hidden className="size-3.5" />
        PNG
      </Button>
    </div>
  );
}
