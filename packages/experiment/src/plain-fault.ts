// What is wrong with a value of the configuration, in words of its own: a reader of a form or a terminal knows no types.
import type { z } from 'zod';

const kinds: Readonly<Partial<Record<string, string>>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
};

/** What a value must be, where the schema has no words of its own for it. */
export const plainFault: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    default:
      return undefined;
  }
};
