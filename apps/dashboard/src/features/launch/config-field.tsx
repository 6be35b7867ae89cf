// One key of the configuration: empty, it has the value that preset and configuration give it, which stands in it in grey.
'use client';

import clsx from 'clsx';
import type { ConfigField } from './config-fields.ts';

interface ConfigFieldInputProps {
  readonly field: ConfigField;
  /** As typed; empty where nothing was. */
  readonly value: string;
  /** What holds while nothing is typed. */
  readonly fallback: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}

const control =
  'h-7 w-full rounded border px-2 font-mono text-xs outline-none placeholder:text-muted focus:border-accent';

export function ConfigFieldInput({ field, value, fallback, fault, onChange }: ConfigFieldInputProps) {
  const { key, description, choices } = field;
  const frame = clsx(
    control,
    fault ? 'border-bad bg-panel' : value === '' ? 'border-line bg-panel' : 'border-accent bg-mark',
  );
  const describedBy = `${key}-note`;
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={key} className="font-mono text-xs">
        {key}
      </label>
      {choices ? (
        <select
          id={key}
          className={frame}
          value={value}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{fallback}</option>
          {choices
            .filter((choice) => choice !== fallback)
            .map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
        </select>
      ) : (
        <input
          id={key}
          className={frame}
          inputMode="decimal"
          autoComplete="off"
          value={value}
          placeholder={fallback}
          aria-invalid={fault !== undefined}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <span id={describedBy} className={clsx('text-2xs', fault ? 'text-bad' : 'text-muted')}>
        {fault ?? description}
      </span>
    </div>
  );
}
