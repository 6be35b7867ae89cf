// The letter of a row of Table 1, as a tile.
import { ablation, type Configuration } from '@starlab/experiment';

interface ConfigurationLetterProps {
  /** null: another program's run, which has no row in Table 1. */
  readonly configuration: Configuration | null;
}

const titles = new Map(ablation.map((row) => [row.configuration, row.title]));

export function ConfigurationLetter({ configuration }: ConfigurationLetterProps) {
  return (
    <abbr
      title={
        configuration
          ? `Configuration ${configuration}: ${titles.get(configuration)}`
          : 'Logged by another program'
      }
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-[3px] bg-accent-soft font-mono text-2xs font-semibold text-accent no-underline"
    >
      {configuration ?? '·'}
    </abbr>
  );
}
