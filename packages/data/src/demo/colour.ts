// Colours of the demo animals: `#rrggbb` text, mixed channel by channel.

export const WHITE = '#ffffff';
export const INK = '#2a2136';

const channels = (hex: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));

const toHex = (rgb: readonly number[]): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** `amount` 0 gives `from`, 1 gives `to`. */
export function mix(from: string, to: string, amount: number): string {
  const target = channels(to);
  return toHex(channels(from).map((channel, i) => channel + ((target[i] ?? 0) - channel) * amount));
}

export const lighter = (colour: string, amount: number): string => mix(colour, WHITE, amount);
export const darker = (colour: string, amount: number): string => mix(colour, INK, amount);

/** 0 (black) … 1 (white), by Rec. 601's weights. */
export function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** Hue in degrees, saturation and lightness in 0..1. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return toHex([channel(0), channel(8), channel(4)]);
}
