// What a user reads when weights do not fit.
import { describe, expect, it } from 'vitest';
import { checkShapes, ShapeError } from './check-shapes.ts';

const expected = { 'conv.weight': [4, 3, 3, 3], 'conv.bias': [4] };

describe('checkShapes', () => {
  it('passes equal names and shapes in any order', () => {
    const given = { 'conv.bias': { shape: [4] }, 'conv.weight': { shape: [4, 3, 3, 3] } };
    expect(() => checkShapes(expected, given, 'x')).not.toThrow();
  });

  it('names what is missing, left over and of another shape', () => {
    const given = { 'conv.weight': { shape: [8, 3, 3, 3] }, 'fc.bias': { shape: [1] } };
    const check = (): void => checkShapes(expected, given, 'generator of a.safetensors');
    expect(check).toThrow(ShapeError);
    expect(check).toThrow(
      'generator of a.safetensors: missing conv.bias; left over fc.bias; ' +
        'mismatched: conv.weight is [8, 3, 3, 3], expected [4, 3, 3, 3].',
    );
  });

  it('counts what it does not list', () => {
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`p${i}`, [1]]));
    expect(() => checkShapes(many, {}, 'x')).toThrow('missing p0, p1, p2, p3, p4 and 2 more');
  });
});
