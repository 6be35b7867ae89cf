// What the process prints while it works on runs, line by line, for their logs: warnings of libraries, errors, notes.
const COLOUR_CODE = new RegExp(String.raw`\u001b\[[0-9;]*m`, 'g');
/** What progress bars draw: they move the cursor, or are made of this line. */
const DRAWN = new RegExp(String.raw`\u001b\[[0-9;]*[A-HJK]|\r|━`);

type Listener = (line: string) => void;
const listeners = new Set<Listener>();
let restore: (() => void) | undefined;

/** Calls the listeners with each whole line of `stream`, which prints as before. @returns what undoes it. */
function tap(stream: NodeJS.WriteStream): () => void {
  const write = stream.write.bind(stream);
  let rest = '';
  const tapped = (...parameters: Parameters<typeof write>): boolean => {
    const [chunk] = parameters;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (!DRAWN.test(text)) {
      const lines = (rest + text.replace(COLOUR_CODE, '')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) for (const listener of listeners) listener(line);
    }
    return write(...parameters);
  };
  stream.write = tapped as typeof stream.write;
  return () => {
    stream.write = write;
  };
}

/** Hears every line that the process prints from now on. @returns what ends it. */
export function captureOutput(listener: Listener): () => void {
  if (listeners.size === 0) {
    const undo = [process.stdout, process.stderr].map(tap);
    restore = () => undo.forEach((each) => each());
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) restore?.();
  };
}
