// A search field; "/" puts the cursor into it, Escape empties it.
'use client';

import { Search } from 'lucide-react';
import { useRef } from 'react';
import { useShortcuts } from './shortcuts.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('Search', [{ keys: ['/'], title: label, run: () => input.current?.focus() }]);
  return (
    <label className="inline-flex h-7 w-60 max-w-full items-center gap-2 rounded border border-line bg-panel px-2.5 focus-within:border-accent hover:border-line-strong">
      <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="sr-only">{label}</span>
      <input
        ref={input}
        type="text"
        className="w-full bg-transparent outline-none placeholder:text-faint"
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      <kbd
        aria-hidden
        className="rounded border border-line px-1 font-mono text-2xs text-faint max-sm:hidden"
      >
        /
      </kbd>
    </label>
  );
}
