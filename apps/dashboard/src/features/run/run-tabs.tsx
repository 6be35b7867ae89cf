// The parts of a run page; which one is open is part of the address.
'use client';

import { Tabs } from 'radix-ui';
import { useEffect, useRef, type ReactNode } from 'react';

export interface RunTab {
  readonly id: string;
  readonly title: string;
  /** Shown beside the title when it says something. */
  readonly count?: number;
  readonly content: () => ReactNode;
}

interface RunTabsProps {
  readonly tabs: readonly RunTab[];
  readonly open: string;
  readonly onOpen: (id: string) => void;
}

/** Where the tabs are wider than the screen. Moves them alone: `scrollIntoView` would move the page too. */
function showOpenTab(list: HTMLElement): void {
  const tab = list.querySelector<HTMLElement>('[data-state=active]');
  if (!tab) return;
  const middle = tab.offsetLeft + tab.offsetWidth / 2;
  list.scrollLeft = middle - list.clientWidth / 2;
}

export function RunTabs({ tabs, open, onOpen }: RunTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.current) showOpenTab(list.current);
  }, [open]);
  return (
    <Tabs.Root value={open} onValueChange={onOpen} className="flex flex-col gap-4">
      <Tabs.List
        ref={list}
        aria-label="Parts of the run"
        className="sticky top-12 z-20 -mx-4 flex gap-1 overflow-x-auto border-b border-line bg-canvas px-4 sm:-mx-6 sm:px-6"
      >
        {tabs.map((tab) => (
          <Tabs.Trigger
            key={tab.id}
            value={tab.id}
            className="flex h-9 items-center gap-1.5 border-b-2 border-transparent px-2.5 -outline-offset-2 whitespace-nowrap text-muted transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.title}
            {tab.count !== undefined && tab.count > 0 && (
              <span className="text-2xs font-normal text-faint tabular-nums">{tab.count}</span>
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Content key={tab.id} value={tab.id} className="min-w-0 outline-none">
          {tab.id === open && tab.content()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
