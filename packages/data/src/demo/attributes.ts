// What a demo picture shows, as numbers and names. Style (what a translation should take from the reference) and content
// (what it should keep of the source) are drawn from separate streams, independently: neither tells anything of the other.
import { randomStream, type RandomStream } from '@starlab/experiment';
import { z } from 'zod';
import { darker, hsl, lighter, brightness, mix } from './colour.ts';

export const DEMO_DOMAINS = ['cat', 'dog', 'wild'] as const;
export type DemoDomain = (typeof DEMO_DOMAINS)[number];

/** Breeds, so to speak: shapes that differ within a domain, less than domains differ from each other. */
export const VARIETIES = {
  cat: ['upright', 'folded'],
  dog: ['floppy', 'pointed'],
  wild: ['lion', 'tiger', 'fox'],
} as const satisfies Record<DemoDomain, readonly string[]>;

const PATTERNS = ['plain', 'stripes', 'spots', 'patches'] as const;

const colour = z.string().regex(/^#[0-9a-f]{6}$/);

const styleSchema = z.strictObject({
  variety: z.enum([...VARIETIES.cat, ...VARIETIES.dog, ...VARIETIES.wild]),
  fur: colour,
  markings: colour.describe('of the pattern, the mane and the ear tips'),
  pattern: z.enum(PATTERNS),
  eyes: colour,
  accent: colour.describe('of the collar'),
  background: z.strictObject({ from: colour, to: colour, angle: z.number().describe('degrees') }),
});

const contentSchema = z.strictObject({
  tilt: z.number().describe('of the head, degrees, clockwise'),
  turn: z.number().min(-1).max(1).describe('of the face, left to right'),
  nod: z.number().min(-1).max(1).describe('of the face, up to down'),
  offsetX: z.number().describe('of the head from the centre, in image widths'),
  offsetY: z.number().describe('of the head from the centre, in image heights'),
  size: z.number().positive().describe('of the head, 1 on average'),
  smile: z.number().min(0).max(1),
  mouthOpen: z.number().min(0).max(1),
  eyesOpen: z.number().min(0).max(1),
  gazeX: z.number().min(-1).max(1),
  gazeY: z.number().min(-1).max(1),
});

export const demoAttributesSchema = z.strictObject({
  domain: z.enum(DEMO_DOMAINS),
  style: styleSchema,
  content: contentSchema,
});

/** Of a split's `attributes.json`: path of the image below the split's folder -> what it shows. */
export const demoAttributesFileSchema = z.record(z.string(), demoAttributesSchema);

export type DemoAttributes = z.output<typeof demoAttributesSchema>;
export type DemoStyle = DemoAttributes['style'];
export type DemoContent = DemoAttributes['content'];
export type DemoVariety = DemoStyle['variety'];

const FURS: Record<DemoDomain, readonly string[]> = {
  cat: ['#f39a4a', '#8e9bb3', '#f4e0c0', '#4b4a63', '#a9744a', '#f6f4f2', '#6f86b8', '#d8663a'],
  dog: ['#e3a855', '#84502f', '#45404f', '#f5ede0', '#9fa6b5', '#bb5a31', '#eed09c', '#6b7794'],
  wild: ['#f0b649', '#ef7f2e', '#da542c', '#f2ece0', '#dfc188', '#939bb0', '#8a5a36', '#c98f63'],
};
const EYES = ['#7ccb4f', '#f7bd1c', '#49b6f6', '#a8692f', '#29c7b5', '#e57f34'];

function pick<Item>(items: readonly Item[], stream: RandomStream): Item {
  const item = items[stream.integer(items.length)];
  if (item === undefined) throw new RangeError('pick: the list is empty.');
  return item;
}

const between = (from: number, to: number, stream: RandomStream): number =>
  round(from + (to - from) * stream.uniform());

/** Four decimals are finer than any pixel and keep the JSON readable. */
const round = (value: number): number => Math.round(value * 1e4) / 1e4;

function drawFur(domain: DemoDomain, stream: RandomStream): string {
  const tint = hsl(between(0, 360, stream), 0.6, 0.5);
  return mix(pick(FURS[domain], stream), tint, between(0, 0.12, stream));
}

/** Dark markings on light fur, light ones on dark fur, either on the fur in between. */
function drawMarkings(fur: string, stream: RandomStream): string {
  const strength = between(0.5, 0.75, stream);
  const chance = stream.uniform();
  const light = brightness(fur) < 0.4 || (brightness(fur) < 0.7 && chance < 0.35);
  return light ? lighter(fur, strength) : darker(mix(fur, '#7a3b1d', 0.45), strength * 0.8);
}

function drawBackground(stream: RandomStream): DemoStyle['background'] {
  const hue = between(0, 360, stream);
  const saturation = between(0.45, 0.8, stream);
  const lightness = stream.uniform() < 0.2 ? between(0.22, 0.36, stream) : between(0.6, 0.8, stream);
  return {
    from: hsl(hue, saturation, Math.min(0.92, lightness + 0.1)),
    to: hsl(hue + between(-50, 50, stream), saturation, lightness - 0.06),
    angle: between(0, 360, stream),
  };
}

function drawStyle(domain: DemoDomain, stream: RandomStream): DemoStyle {
  const fur = drawFur(domain, stream);
  return {
    variety: pick<DemoVariety>(VARIETIES[domain], stream),
    fur,
    markings: drawMarkings(fur, stream),
    pattern: pick(PATTERNS, stream),
    eyes: pick(EYES, stream),
    accent: hsl(between(0, 360, stream), 0.75, 0.5),
    background: drawBackground(stream),
  };
}

function drawContent(stream: RandomStream): DemoContent {
  return {
    tilt: between(-13, 13, stream),
    turn: between(-1, 1, stream),
    nod: between(-1, 1, stream),
    offsetX: between(-0.04, 0.04, stream),
    offsetY: between(-0.025, 0.035, stream),
    size: between(0.9, 1.07, stream),
    smile: between(0, 1, stream),
    mouthOpen: stream.uniform() < 0.5 ? 0 : between(0.45, 1, stream),
    eyesOpen: stream.uniform() < 0.75 ? between(0.85, 1, stream) : between(0.42, 0.65, stream),
    gazeX: between(-1, 1, stream),
    gazeY: between(-1, 1, stream),
  };
}

/** The `index`-th picture of a domain, in the order of the data set (`set`: the split it belongs to). */
export function drawAttributes(options: {
  domain: DemoDomain;
  set: string;
  index: number;
  seed: number;
}): DemoAttributes {
  const { domain, set, index, seed } = options;
  const stream = (aspect: string): RandomStream =>
    randomStream({ seed, purpose: `demo/${set}/${domain}/${aspect}`, index });
  return {
    domain,
    style: drawStyle(domain, stream('style')),
    content: drawContent(stream('content')),
  };
}
