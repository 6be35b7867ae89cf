// Takes the table away: copied as Markdown or LaTeX, or as a CSV file.
'use client';

import type { AblationTable } from '@starlab/tracking';
import { Download } from 'lucide-react';
import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy-button.tsx';
import { downloadText } from '@/ui/download.ts';
import { ablationCsv, ablationLatex, ablationMarkdown } from './export-table.ts';

export function ExportMenu({ table }: { readonly table: AblationTable }) {
  return (
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Export the table">
      <CopyButton look="outline" label="Markdown" text={ablationMarkdown(table)} />
      <CopyButton look="outline" label="LaTeX" text={ablationLatex(table)} />
      <Button
        onClick={() => downloadText(`ablation-${table.study.name}.csv`, ablationCsv(table), 'text/csv')}
      >
        <Download aria-hidden className="size-3.5" />
        CSV
      </Button>
    </div>
  );
}
