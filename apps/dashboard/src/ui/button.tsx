// Buttons: quiet by default, outlined in toolbars.
import clsx from 'clsx';
import type { ButtonHTMLAttributes } from 'react';

const looks = {
  outline:
    'border border-line bg-panel px-2.5 text-muted hover:border-line-strong hover:text-ink aria-expanded:border-accent aria-expanded:text-ink',
  ghost: 'px-1.5 text-faint hover:bg-sunken hover:text-ink',
} as const;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
}

export function Button({ look = 'outline', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={clsx(
        'inline-flex h-7 items-center gap-1.5 rounded whitespace-nowrap transition-colors disabled:opacity-40',
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}
