// What to train: rows of Table 1, and the methods of Tables 2 and 3 beside them; one run of each.
'use client';

import { ablation, baselines, trainables, type TrainableName } from '@starlab/experiment';
import clsx from 'clsx';

interface TrainableChoiceProps {
  readonly chosen: readonly TrainableName[];
  readonly onChange: (chosen: readonly TrainableName[]) => void;
}

interface Choice {
  readonly name: TrainableName;
  readonly label: string;
  readonly title: string;
}

const groups: readonly { readonly label: string; readonly choices: readonly Choice[] }[] = [
  {
    label: 'Configuration',
    choices: ablation.map(({ configuration, title }) => ({
      name: configuration,
      label: configuration,
      title,
    })),
  },
  {
    label: 'Method',
    choices: baselines.map(({ method, title }) => ({
      name: method,
      label: title,
      title: `${title}: a run for each pair of domains, unless “domains” names two`,
    })),
  },
];

export function TrainableChoice({ chosen, onChange }: TrainableChoiceProps) {
  const toggle = (name: TrainableName): void =>
    onChange(
      trainables
        .map((trainable) => trainable.name)
        .filter((other) => (other === name) !== chosen.includes(other)),
    );
  return groups.map(({ label, choices }) => (
    <div key={label} role="group" aria-label={`${label}s`} className="flex flex-wrap items-center gap-1.5">
      <span className="text-muted">{label}</span>
      {choices.map((choice) => (
        <button
          key={choice.name}
          type="button"
          aria-pressed={chosen.includes(choice.name)}
          title={choice.title}
          className={clsx(
            'h-7 min-w-7 rounded border px-1.5 font-mono text-xs font-semibold',
            chosen.includes(choice.name)
              ? 'border-accent bg-accent-soft text-accent'
              : 'border-line bg-panel text-muted hover:border-line-strong',
          )}
          onClick={() => toggle(choice.name)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  ));
}
