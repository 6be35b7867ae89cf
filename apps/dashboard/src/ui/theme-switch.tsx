// Light, dark or as the system: one button that goes round.
'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { Button } from './button.tsx';

const themes = {
  system: { Icon: Monitor, next: 'light' },
  light: { Icon: Sun, next: 'dark' },
  dark: { Icon: Moon, next: 'system' },
} as const;

function isTheme(name: string): name is keyof typeof themes {
  return name in themes;
}

const subscribeToNothing = () => () => undefined;

/** False on the server and during hydration, when the stored theme is not known yet. */
function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
}

export function ThemeSwitch() {
  const { theme = 'system', setTheme } = useTheme();
  const hydrated = useHydrated();
  const shown = hydrated && isTheme(theme) ? theme : 'system';
  const { Icon, next } = themes[shown];
  return (
    <Button
      look="ghost"
      onClick={() => setTheme(next)}
      title={`Theme: ${shown}`}
      aria-label={`Theme: ${shown}. Switch to ${next}`}
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
