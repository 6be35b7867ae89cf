// The launch form. Its state is the address; what it plans is what the server will plan.
'use client';

import { presets, resolveConfig, trainable } from '@starlab/experiment';
import type { KnownDataset, StudySummary, TrainingSpeed } from '@starlab/tracking';
import { useRouter } from 'next/navigation';
import { useState, useTransition, type ReactNode } from 'react';
import { launch } from '@/server/launch-actions.ts';
import { Button } from '@/ui/button.tsx';
import { Segments } from '@/ui/segments.tsx';
import { useUrlState } from '@/ui/url-state.ts';
import { ConfigFieldInput } from './config-field.tsx';
import type { ConfigField } from './config-fields.ts';
import { checkLaunch, LIKE_STUDY, presetSettings, type LaunchStudy } from './launch-request.ts';
import { readLaunchState, toRequest, writeLaunchState, type LaunchState } from './launch-state.ts';
import { LaunchSummary } from './launch-summary.tsx';
import { StudyFields } from './study-fields.tsx';
import { TrainableChoice } from './trainable-choice.tsx';

/** A study, and what its runs have in common. */
export type KnownStudy = StudySummary & Required<Pick<LaunchStudy, 'settings'>>;

interface LaunchFormProps {
  readonly sections: readonly { readonly title: string; readonly fields: readonly ConfigField[] }[];
  readonly studies: readonly KnownStudy[];
  readonly datasets: readonly KnownDataset[];
  readonly speeds: readonly TrainingSpeed[];
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="panel flex flex-col gap-3 px-4 pt-2 pb-4">
      <legend className="px-1 font-medium">{title}</legend>
      {children}
    </fieldset>
  );
}

const likeStudy = {
  name: LIKE_STUDY,
  title: 'As the study',
  description: 'size, length and rates of the study’s other runs',
} as const;

/** What the fields show in grey: the first planned run without the user's own keys. */
function fallbacks(state: LaunchState, study: LaunchStudy | undefined): ReadonlyMap<string, unknown> {
  const preset = presetSettings(state.preset, study);
  const [name = 'F'] = state.configurations;
  const own = Object.entries(state.overrides).filter(([key]) => key === 'imageSize' || key === 'iterations');
  const numbers = own.map(([key, text]) => [key, Number(text)] as const);
  const { scale, overrides } = trainable(name);
  const base = { ...scale, ...preset, ...overrides };
  // Width and schedule follow image size and iterations, as long as these are valid.
  for (const input of [{ ...base, ...Object.fromEntries(numbers) }, base, {}]) {
    try {
      return new Map(Object.entries(resolveConfig(input)));
    } catch {
      continue;
    }
  }
  return new Map();
}

export function LaunchForm({ sections, studies, datasets, speeds }: LaunchFormProps) {
  const router = useRouter();
  const [parameters, patchUrl] = useUrlState();
  const [busy, startLaunch] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const asked = readLaunchState(parameters);
  const study = studies.find(({ id }) => id === asked.study);
  const isNoPreset = asked.preset === LIKE_STUDY && !study;
  const state: LaunchState = isNoPreset ? { ...asked, preset: 'demo' } : asked;
  const change = (patch: Partial<LaunchState>): void => {
    setRefusal(undefined);
    patchUrl(writeLaunchState(patch));
  };
  const request = toRequest(state);
  const { plan, missing } = checkLaunch(request, study);
  const shown = fallbacks(state, study);
  const offered = study ? [likeStudy, ...presets] : presets;
  const preset = offered.find(({ name }) => name === state.preset);
  const overridden = Object.keys(state.overrides);

  const submit = (): void =>
    startLaunch(async () => {
      const outcome = await launch(request);
      if (outcome.ok) router.push('/queue');
      else setRefusal(`${outcome.message} ${outcome.remedy}`);
    });

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1 className="text-lg font-semibold tracking-tight">Launch runs</h1>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Group title="Where">
            <StudyFields state={state} studies={studies} datasets={datasets} onChange={change} />
          </Group>
          <Group title="What">
            <div className="flex flex-wrap items-center gap-3">
              <Segments
                label="Preset"
                value={state.preset}
                options={offered.map(({ name, title }) => ({ value: name, title }))}
                onChange={(name) => change({ preset: name })}
              />
              <span className="text-muted">{preset?.description}</span>
            </div>
            <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
              <TrainableChoice
                chosen={state.configurations}
                onChange={(configurations) => change({ configurations })}
              />
              <label className="inline-flex items-center gap-2">
                <span className="text-muted">Seeds</span>
                <input
                  className="h-7 w-32 rounded border border-line bg-panel px-2 font-mono text-xs outline-none placeholder:text-muted focus:border-accent"
                  value={state.seeds}
                  autoComplete="off"
                  placeholder="1"
                  title="One run per seed: 1, 2, 5-8"
                  onChange={(event) => change({ seeds: event.target.value })}
                />
              </label>
              {overridden.length > 0 && (
                <Button
                  onClick={() =>
                    change({ overrides: Object.fromEntries(overridden.map((key) => [key, ''])) })
                  }
                >
                  Reset {overridden.length} {overridden.length === 1 ? 'key' : 'keys'}
                </Button>
              )}
            </div>
          </Group>
          {sections.map(({ title, fields }) => (
            <Group key={title} title={title}>
              <div className="grid grid-cols-[repeat(auto-fill,minmax(min(11.5rem,100%),1fr))] gap-x-4 gap-y-3">
                {fields.map((field) => (
                  <ConfigFieldInput
                    key={field.key}
                    field={field}
                    value={state.overrides[field.key] ?? ''}
                    fallback={String(shown.get(field.key) ?? '')}
                    fault={plan.ok ? undefined : plan.faults[field.key]}
                    onChange={(value) => change({ overrides: { [field.key]: value } })}
                  />
                ))}
              </div>
            </Group>
          ))}
        </div>
        <div className="lg:sticky lg:top-16">
          <LaunchSummary
            plan={plan}
            speeds={speeds}
            faults={refusal === undefined ? missing : [refusal]}
            busy={busy}
          />
        </div>
      </div>
    </form>
  );
}
