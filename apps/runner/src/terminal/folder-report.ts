// A folder report in words: counts first, then what is wrong and what to do about it.
import type { FolderFinding, FolderReport } from '@starlab/data';
import pc from 'picocolors';
import { formatTable } from './text-table.ts';

const marks = { error: pc.red('✗'), warning: pc.yellow('!'), note: pc.dim('·') } as const;

const some = ({ count, example }: { readonly count: number; readonly example: string }): string =>
  count === 1 ? `1 file (${example})` : `${count} files (${example}, …)`;

function words(finding: FolderFinding): string {
  switch (finding.kind) {
    case 'unreadable':
      return `${finding.path} cannot be read: ${finding.reason}. Replace or delete it.`;
    case 'too-few':
      return `${finding.split}/${finding.domain} has ${finding.readable} readable images; at least ${finding.recommended} are advisable.`;
    case 'duplicate':
      return `${finding.val} is the same picture as ${finding.train}: it is trained on and evaluated on.`;
    case 'turned':
      return `To be turned, by EXIF data: ${some(finding)}; trained on as the pixels lie in the file, as by the paper’s code. Turn them for good first, e.g. \`mogrify -auto-orient\`.`;
    case 'not-square':
      return `Not square: ${some(finding)}; squashed to a square, as by the paper’s code.`;
    case 'passed-over':
      return `Passed over: ${some(finding)}; Starlab reads png, jpg, jpeg and webp.`;
    case 'one-domain':
      return `There is one domain, ${finding.domain}; translation is from one to another. Put a second one beside it, in both train and val.`;
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
