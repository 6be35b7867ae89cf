// The title of a column of measured figures.
import type { FigureColumn } from './measured-columns.ts';

/** "FID (demo features)" with its qualification on a line of its own, and how it is measured in the tooltip. */
export function ColumnTitle({ column }: { readonly column: FigureColumn }) {
  const [name, qualification] = column.label.split(/ (?=\()/);
  const { fingerprintSha256 } = column;
  return (
    <span
      title={
        fingerprintSha256 &&
        `${column.fingerprint.network} at ${column.fingerprint.imageSize} px, ${column.fingerprint.outputsPerSource} outputs a source, ${column.fingerprint.protocol}, data ${column.fingerprint.dataSha256.slice(0, 8)}; fingerprint ${fingerprintSha256.slice(0, 12)}`
      }
    >
      {name}
      {qualification && <span className="block text-2xs whitespace-nowrap text-faint">{qualification}</span>}
      {!column.comparable && (
        <span className="block text-2xs whitespace-nowrap text-warn">
          † <code className="font-mono">{fingerprintSha256?.slice(0, 8)}</code>
        </span>
      )}
    </span>
  );
}
