// What a figure was measured with. Two figures are comparable exactly if all of this is equal.
import type { Fingerprint } from '@starlab/experiment';

const titles = {
  metric: 'metric',
  featureSet: 'feature set',
  network: 'network',
  weightsSha256: 'weights SHA-256',
  resize: 'resize',
  imageSize: 'image size',
  outputsPerSource: 'outputs per source',
  dataSha256: 'data SHA-256',
  protocol: 'protocol',
} as const satisfies Record<keyof Fingerprint, string>;

function shorten(value: string | number): string {
  const text = String(value);
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

export function FingerprintDetails({ fingerprint }: { readonly fingerprint: Fingerprint }) {
  return (
    <details className="text-xs">
      <summary className="text-faint hover:text-ink">
        Measured with {fingerprint.network}, {fingerprint.protocol}
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        {(Object.keys(titles) as (keyof Fingerprint)[]).map((key) => (
          <div key={key} className="contents">
            <dt className="text-faint">{titles[key]}</dt>
            <dd className="truncate font-mono text-2xs leading-5" title={String(fingerprint[key])}>
              {shorten(fingerprint[key])}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
