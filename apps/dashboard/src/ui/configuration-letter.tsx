// The letter of a row of Table 1, as a tile.
import { ablation, type Configuration } from '@starlab/experiment';

interface ConfigurationLetterProps {
  /** null: no row of Table 1, but MUNIT, DRIT, MSGAN, or another program's run. */
  readonly configuration: Configuration | null;
}

const titles = new Map(ablation.map((row) => [row.configuration, row.title]));

export function ConfigurationLetter({ configuration }: ConfigurationLetterProps) {
  return (
    <abbr
      title={
        configuration
          ? `Configuration ${configuration}: ${titles.get(configuration)}`
          : 'No row of Table 1: another method, or logged by another program'
      }
      className="inline-flex size-5 shrink-0 items-center justify-center rounded-[3px] bg-accent-soft font-mono text-2xs font-semibold text-accent no-underline"
    >
      {configuration ?? '·'}
    </abbr>
  );
}
