// Text that fits its place.

/** `text`, or its beginning with an ellipsis where it has more than `longest` letters. */
export const shortened = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
