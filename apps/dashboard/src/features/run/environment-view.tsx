// Where a run came from: command, source tree, data and machine.
import type { JsonValue, RunDetail } from '@starlab/tracking';
import type { ReactNode } from 'react';
import { CopyButton } from '@/ui/copy-button.tsx';
import { formatBytes, formatMoment } from '@/ui/format.ts';

const itemText = (item: JsonValue): string =>
  item !== null && typeof item === 'object' ? JSON.stringify(item) : String(item);

/** Nested records as dotted keys, one value a line. */
export function flattenEnvironment(value: JsonValue, prefix = ''): { key: string; value: string }[] {
  if (value === null || typeof value !== 'object') return [{ key: prefix, value: String(value) }];
  if (isList(value)) return [{ key: prefix, value: value.map(itemText).join(', ') || 'none' }];
  return Object.entries(value).flatMap(([key, inner]) =>
    flattenEnvironment(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function Entry({
  label,
  children,
  copy,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly copy?: string | undefined;
}) {
  return (
    <div className="grid items-baseline gap-x-4 border-b border-line px-3 py-1.5 last:border-b-0 sm:grid-cols-[12rem_1fr]">
      <dt className="text-muted">{label}</dt>
      <dd className="flex min-w-0 items-center gap-1 font-mono text-xs">
        <span className="min-w-0 break-words">{children}</span>
        {copy !== undefined && <CopyButton label={`Copy ${label}`} text={copy} />}
      </dd>
    </div>
  );
}

type Difference = NonNullable<NonNullable<RunDetail['git']>['diff']>;

/** What the tracked files had that the commit has not, as a patch. */
function SourceDifference({ sha256, bytes, truncated }: Difference) {
  return (
    <a
      className="ml-2 underline decoration-line-strong underline-offset-2 hover:text-accent"
      href={`/api/artifacts/${sha256}`}
      download={`${sha256.slice(0, 8)}.patch`}
    >
      the changes, {formatBytes(bytes)}
      {truncated && ', the beginning of them'}
    </a>
  );
}

export function EnvironmentView({ run }: { readonly run: RunDetail }) {
  const { command, git, dataset, domains, environment } = run;
  return (
    <dl className="panel max-w-4xl">
      {command !== '' && (
        <Entry label="command" copy={command}>
          {command}
        </Entry>
      )}
      <Entry label="run" copy={run.id}>
        {run.id}
      </Entry>
      <Entry label="created">{formatMoment(run.createdAt)}</Entry>
      <Entry label="commit" {...(git ? { copy: git.commit } : {})}>
        {git ? git.commit : 'not in a Git repository'}
        {git?.dirty && <span className="ml-2 text-warn">with uncommitted changes</span>}
        {git?.diff && <SourceDifference {...git.diff} />}
      </Entry>
      {dataset.path !== '' && <Entry label="data">{dataset.path}</Entry>}
      {(dataset.sha256 !== null || run.kind === 'starlab') && (
        <Entry label="data SHA-256" copy={dataset.sha256 ?? undefined}>
          {dataset.sha256 ?? 'known once a worker has read the pictures'}
        </Entry>
      )}
      {domains.length > 0 && <Entry label="domains">{domains.join(', ')}</Entry>}
      <Entry label="config SHA-256" copy={run.configSha256}>
        {run.configSha256}
      </Entry>
      {flattenEnvironment(environment).map(({ key, value }) => (
        <Entry key={key} label={key}>
          {value}
        </Entry>
      ))}
    </dl>
  );
}
