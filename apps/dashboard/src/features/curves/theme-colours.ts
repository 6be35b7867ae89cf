// CSS variables for those who cannot use them: a canvas and an exported picture.

/** `var(--name)` as the value it has now, any other colour as it is. Browser only. */
export function resolveColour(colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  return name === undefined
    ? colour
    : getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
