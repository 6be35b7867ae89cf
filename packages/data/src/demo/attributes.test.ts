import { describe, expect, it } from 'vitest';
import {
  DEMO_DOMAINS,
  demoAttributesSchema,
  drawAttributes,
  VARIETIES,
  type DemoAttributes,
} from './attributes.ts';
import { brightness } from './colour.ts';

const draw = (count: number, seed = 1): DemoAttributes[] =>
  DEMO_DOMAINS.flatMap((domain) =>
    Array.from({ length: count }, (_, index) => drawAttributes({ domain, set: 'train', index, seed })),
  );

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((x, i) => (x - meanA) * ((b[i] ?? 0) - meanB)));
  const deviation = (values: readonly number[], centre: number): number =>
    Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

describe('the demo’s attributes', () => {
  it('satisfy their schema', () => {
    for (const attributes of draw(50)) expect(demoAttributesSchema.parse(attributes)).toEqual(attributes);
  });

  it('are a function of seed, split, domain and index', () => {
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(5, 2));
    const train = drawAttributes({ domain: 'cat', set: 'train', index: 3, seed: 1 });
    expect(drawAttributes({ domain: 'cat', set: 'val', index: 3, seed: 1 })).not.toEqual(train);
  });

  it('show each variety and each pattern of a domain equally often', () => {
    const count = 2_000;
    for (const domain of DEMO_DOMAINS) {
      const own = draw(count).filter((attributes) => attributes.domain === domain);
      const share = (of: (attributes: DemoAttributes) => boolean): number => own.filter(of).length / count;
      // 5 standard errors of a share estimated from 2,000: at most 5·sqrt(0.25/2000) = 0.056
      for (const variety of VARIETIES[domain]) {
        const expected = 1 / VARIETIES[domain].length;
        expect(Math.abs(share(({ style }) => style.variety === variety) - expected)).toBeLessThan(0.056);
      }
      for (const pattern of ['plain', 'stripes', 'spots', 'patches']) {
        expect(Math.abs(share(({ style }) => style.pattern === pattern) - 0.25)).toBeLessThan(0.056);
      }
    }
  });

  it('keep content independent of style', () => {
    const all = draw(1_500);
    const styles = [
      all.map(({ style }) => brightness(style.fur)),
      all.map(({ style }) => brightness(style.background.from)),
      all.map(({ style }) => (style.pattern === 'plain' ? 1 : 0)),
    ];
    const contents = (['tilt', 'turn', 'offsetX', 'size', 'smile', 'mouthOpen', 'eyesOpen'] as const).map(
      (key) => all.map(({ content }) => content[key]),
    );
    for (const style of styles) {
      for (const content of contents) {
        // Independent samples correlate by about 1/sqrt(n); five times that is as good as never.
        expect(Math.abs(correlation(style, content))).toBeLessThan(5 / Math.sqrt(all.length));
      }
    }
  });
});
