// A drop-down with its label inside the frame.
'use client';

import { ChevronDown } from 'lucide-react';

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
  readonly onChange: (value: string) => void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded border border-line bg-panel relative pl-2.5 text-muted focus-within:border-accent hover:border-line-strong">
      <span className="text-faint">{label}</span>
      <select
        className="field-sizing-content h-full max-w-48 min-w-0 appearance-none bg-transparent pr-6 text-ink outline-none"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-panel text-ink">
            {option.title}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-1.5 size-3.5 text-faint" />
    </label>
  );
}
