// What was measured of one row: mean ± std over seeds, and where there is one the difference from the row above. Both
// lead to the runs behind them.
import { DIFFERENCE_CONFIDENCE } from '@starlab/experiment';
import type { AveragedFigure, FigureDifference } from '@starlab/tracking';
import clsx from 'clsx';
import Link from 'next/link';
import { compareAddress } from '@/features/compare/compare-address.ts';
import { formatCount } from '@/ui/format.ts';
import { differenceText, verdict } from './difference.ts';
import { figureText } from './measured-columns.ts';

type ComparedFigure = AveragedFigure & { readonly difference?: FigureDifference | null };

interface MeasuredCellProps {
  /** All of one column; the first is the best supported one. */
  readonly figures: readonly ComparedFigure[];
}

export function MeasuredCell({ figures }: MeasuredCellProps) {
  if (figures.length === 0) return <span className="text-faint">–</span>;
  return figures.map((figure, i) => (
    <span key={`${figure.configSha256} ${figure.step}`} className={clsx('block', i > 0 && 'mt-1 text-xs')}>
      <Link
        href={compareAddress(figure.runIds)}
        title={describeFigure(figure)}
        className={clsx(
          'underline-offset-2 hover:text-accent hover:underline',
          i === 0 ? 'font-medium' : 'text-faint',
        )}
      >
        {figureText(figure)}
        <span className="ml-1 text-2xs font-normal text-faint">n={figure.n}</span>
      </Link>
      {i === 0 && figure.difference && <Difference figure={figure} difference={figure.difference} />}
      {i > 0 && <span className="block text-2xs text-faint">at {formatCount(figure.step)}</span>}
    </span>
  ));
}

const verdictTones = { better: 'text-good', worse: 'text-bad', open: 'text-muted' } as const;

interface DifferenceProps {
  readonly figure: AveragedFigure;
  readonly difference: FigureDifference;
}

function Difference({ figure, difference }: DifferenceProps) {
  const { metric, runIds } = figure;
  return (
    <Link
      href={compareAddress([...difference.referenceRunIds, ...runIds])}
      title={describeDifference(difference)}
      className={clsx(
        'block text-2xs underline-offset-2 hover:underline',
        verdictTones[verdict(metric, difference)],
      )}
      data-role="difference"
    >
      {differenceText(metric, difference)}
      {difference.alsoDiffers.length > 0 && <span className="text-warn"> ⚠</span>}
    </Link>
  );
}

function describeFigure({ step, n, fingerprint, fingerprintSha256 }: AveragedFigure): string {
  const measured = `After iteration ${formatCount(step)}, with ${fingerprint.network} at ${fingerprint.imageSize} px, ${fingerprint.protocol}`;
  const identity = `fingerprint ${fingerprintSha256.slice(0, 12)}`;
  return `${measured}, ${identity}. Open ${n === 1 ? 'the run' : `the ${n} runs`}`;
}

function describeDifference({ above, interval, alsoDiffers }: FigureDifference): string {
  const spread = interval
    ? `with Welch’s ${100 * DIFFERENCE_CONFIDENCE} % interval (${interval.degreesOfFreedom.toFixed(1)} degrees of freedom)`
    : 'without an interval: it takes two seeds of each';
  const caution =
    alsoDiffers.length > 0 ? `. Careful, the runs also differ in ${alsoDiffers.join(', ')}` : '';
  return `Difference from ${above}, ${spread}${caution}`;
}
