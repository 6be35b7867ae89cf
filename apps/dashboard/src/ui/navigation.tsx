// The bar at the top of every page.
'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { ShortcutList } from './shortcuts.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Wordmark } from './wordmark.tsx';

const pages = [
  { href: '/', title: 'Runs', belongs: (path: string) => path === '/' || path.startsWith('/runs') },
  { href: '/ablation', title: 'Ablation', belongs: (path: string) => path.startsWith('/ablation') },
  { href: '/baselines', title: 'Baselines', belongs: (path: string) => path.startsWith('/baselines') },
  { href: '/launch', title: 'Launch', belongs: (path: string) => path.startsWith('/launch') },
  { href: '/queue', title: 'Queue', belongs: (path: string) => path.startsWith('/queue') },
] as const;

export function Navigation() {
  const path = usePathname();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-panel">
      <div className="mx-auto flex h-12 max-w-[1680px] items-center gap-6 px-4 max-sm:gap-3 sm:px-6">
        <Link href="/" aria-label="Starlab, to the runs" className="shrink-0">
          <Wordmark />
        </Link>
        <nav
          aria-label="Pages"
          className="flex h-full min-w-0 items-center gap-1 overflow-x-auto max-sm:gap-0"
        >
          {pages.map((page) => {
            const current = page.belongs(path);
            return (
              <Link
                key={page.href}
                href={page.href}
                aria-current={current ? 'page' : undefined}
                className={clsx(
                  'flex h-full shrink-0 items-center border-b-2 px-2.5 pt-0.5 transition-colors max-sm:px-1',
                  current
                    ? 'border-accent font-medium text-ink'
                    : 'border-transparent text-muted hover:text-ink',
                )}
              >
                {page.title}
              </Link>
            );
          })}
        </nav>
        <div className="ml-auto flex shrink-0 items-center">
          <ShortcutList />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
