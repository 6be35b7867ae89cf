// The letter of a row of Table 1, as a tile.
import { ablation, type Configuration } from '@starlab/experiment';
import clsx from 'clsx';

interface ConfigurationLetterProps {
  readonly configuration: Configuration;
  readonly muted?: boolean;
}

const titles = new Map(ablation.map((row) => [row.configuration, row.title]));

export function ConfigurationLetter({ configuration, muted = false }: ConfigurationLetterProps) {
  return (
    <abbr
      title={`Configuration ${configuration}: ${titles.get(configuration)}`}
      className={clsx(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-[3px] font-mono text-2xs font-semibold no-underline',
        muted ? 'border border-line text-faint' : 'bg-accent-soft text-accent',
      )}
    >
      {configuration}
    </abbr>
  );
}
