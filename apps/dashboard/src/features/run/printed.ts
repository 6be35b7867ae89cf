// A line as a terminal would leave it: without the sequences that colour it and move the cursor (ECMA-48), and after a
// carriage return only what was written over the rest.

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

export function printed(line: string): string {
  const plain = line.replace(CONTROL_SEQUENCE, '');
  return plain.replace(/\r+$/, '').split('\r').at(-1) ?? '';
}
