// A folder report in words: counts first, then what is wrong and what to do about it.
import type { FolderFinding, FolderReport } from '@starlab/data';
import pc from 'picocolors';
import { formatTable } from './text-table.ts';

const marks = { error: pc.red('✗'), warning: pc.yellow('!'), note: pc.dim('·') } as const;

function words(finding: FolderFinding): string {
  switch (finding.kind) {
    case 'unreadable':
      return `${finding.path} cannot be read: ${finding.reason}. Replace or delete it.`;
    case 'too-few':
      return `${finding.split}/${finding.domain} has ${finding.readable} readable images; at least ${finding.recommended} are advisable.`;
    case 'duplicate':
      return `${finding.val} is the same picture as ${finding.train}: it is trained on and evaluated on.`;
    case 'not-square':
      return `${finding.count} images are not square (${finding.example}, …): they are squashed to a square, as the paper’s code does.`;
    default:
      return finding satisfies never;
  }
}

export function folderReportLines(report: FolderReport): string[] {
  const rows = report.counts.map(({ split, domain, images, readable }) => [
    split,
    domain,
    String(images),
    String(readable),
  ]);
  const lines = [
    report.root,
    formatTable({ header: ['split', 'domain', 'images', 'readable'], rows, numeric: [2, 3] }, 'text'),
  ];
  if (report.sizes) {
    const { width, height } = report.sizes;
    lines.push(`sizes: width ${width.min}–${width.max} px, height ${height.min}–${height.max} px`);
  }
  lines.push(...report.findings.map((finding) => `${marks[finding.severity]} ${words(finding)}`));
  lines.push(report.usable ? `${pc.green('✓')} fit for training` : `${pc.red('✗')} not fit for training yet`);
  return lines;
}
