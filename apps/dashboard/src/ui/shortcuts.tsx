// Keyboard shortcuts: each part of a page says which it has, and "?" lists those of the page in sight.
'use client';

import { Dialog } from 'radix-ui';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';

export interface Shortcut {
  /** As of `KeyboardEvent.key`; several keys do the same. */
  readonly keys: readonly string[];
  readonly title: string;
  /** Called with the key that was pressed. */
  readonly run: (key: string) => void;
}

type ListedShortcut = Pick<Shortcut, 'keys' | 'title'>;

interface Section {
  readonly title: string;
  readonly shortcuts: readonly ListedShortcut[];
}

let sections: readonly Section[] = [];
const listeners = new Set<() => void>();

function setSections(next: readonly Section[]): void {
  sections = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const choiceKeys = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Whether `key` belongs to what is focused: every key to a text field, arrows and Space to sliders, choices and tabs. */
function takesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role=dialog], [role=menu]')) return true;
  if (target instanceof HTMLInputElement && /^(range|radio|checkbox)$/.test(target.type))
    return choiceKeys.has(key);
  if (target instanceof HTMLButtonElement)
    return target.role === 'tab' ? choiceKeys.has(key) : key === ' ' || key === 'Enter';
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Makes the shortcuts work while the component is there, and lists them under `title`. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      takesKey(event.target, event.key)
    )
      return;
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key));
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run(event.key);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const listed = JSON.stringify(shortcuts.map(({ keys, title: name }) => ({ keys, title: name })));
  useEffect(() => {
    const section: Section = { title, shortcuts: JSON.parse(listed) as ListedShortcut[] };
    setSections([...sections, section]);
    return () => setSections(sections.filter((other) => other !== section));
  }, [title, listed]);
}

const keyNames: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
};

const noSections: readonly Section[] = [];

/** The list that "?" opens. Once, in the layout. */
export function ShortcutList() {
  const [open, setOpen] = useState(false);
  const shown = useSyncExternalStore(
    subscribe,
    () => sections,
    () => noSections,
  );
  useShortcuts('Everywhere', [{ keys: ['?'], title: 'This list', run: () => setOpen(true) }]);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button
          look="ghost"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts: ?"
          className="max-sm:hidden"
        >
          <kbd aria-hidden className="font-mono text-xs">
            ?
          </kbd>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[80vh] w-[30rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-md border border-line-strong bg-panel p-5 shadow-lg"
        >
          <Dialog.Title className="mb-3 text-sm font-semibold">Keyboard</Dialog.Title>
          {shown.map((section) => (
            <section key={section.title} className="mb-3">
              <h3 className="label mb-1">{section.title}</h3>
              <ul>
                {section.shortcuts.map(({ keys, title }) => (
                  <li
                    key={title}
                    className="flex items-center justify-between border-b border-line py-1 last:border-b-0"
                  >
                    {title}
                    <span className="flex gap-1">
                      {keys.map((key) => (
                        <kbd key={key} className="rounded border border-line-strong px-1.5 font-mono text-xs">
                          {keyNames[key] ?? key}
                        </kbd>
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <Dialog.Close asChild>
            <Button>Close</Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
