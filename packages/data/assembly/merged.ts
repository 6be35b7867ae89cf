// Between RGB pixels and planes, a vector's bytes come from three vectors.

/** Three vectors as one, where each has zeros in the places of the others. */
export function merged(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.or(a, b), c);
}
