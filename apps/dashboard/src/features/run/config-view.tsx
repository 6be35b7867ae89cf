// The configuration of a run, with what differs from its study's highlighted.
'use client';

import type { ExternalConfig, RunConfig } from '@starlab/experiment';
import { useState } from 'react';
import { formatConfigValue } from '@/ui/format.ts';
import { CopyButton } from '@/ui/copy-button.tsx';
import { Nothing } from '@/ui/notice.tsx';
import { Segments } from '@/ui/segments.tsx';
import { Table } from '@/ui/table.tsx';
import { configRows } from './config-rows.ts';

interface ConfigViewProps {
  readonly config: RunConfig | ExternalConfig;
  readonly base: RunConfig | ExternalConfig;
}

export function ConfigView({ config, base }: ConfigViewProps) {
  const [shown, setShown] = useState<'all' | 'differing'>('all');
  const rows = configRows(config, base);
  const differing = rows.filter((row) => row.differs);
  const visible = shown === 'all' ? rows : differing;
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Segments
          label="Keys"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', title: `All ${rows.length}` },
            { value: 'differing', title: `Differing from the study: ${differing.length}` },
          ]}
        />
        <CopyButton look="outline" label="Copy as JSON" text={JSON.stringify(config, null, 2)} />
      </div>
      {visible.length === 0 ? (
        <Nothing>This run has exactly its study’s configuration.</Nothing>
      ) : (
        <Table
          caption="Configuration"
          rows={visible}
          keyOf={(row) => row.key}
          rowClass={(row) => (row.differs ? 'bg-mark' : undefined)}
          columns={[
            { title: 'key', cell: (row) => <code className="font-mono text-xs">{row.key}</code> },
            {
              title: 'this run',
              cell: (row) => (
                <code
                  className={
                    row.differs
                      ? 'font-mono text-xs font-semibold wrap-anywhere'
                      : 'font-mono text-xs wrap-anywhere'
                  }
                >
                  {formatConfigValue(row.value)}
                </code>
              ),
            },
            {
              title: 'study',
              cell: (row) => (
                <code className="font-mono text-xs wrap-anywhere text-faint">
                  {formatConfigValue(row.base)}
                </code>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
