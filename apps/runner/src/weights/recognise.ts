// Which network a file of weights holds, held against the names and shapes that network has, and brought to the form that
// Starlab keeps: float32, its own names, nothing it does not need.
import { StarlabError } from '@starlab/experiment';
import { checkShapes, toFloat32, type HostTensor, type StoredTensors } from '@starlab/models';
import { weightKinds, weightKindTable, type WeightKind, type WeightKindDescription } from './kinds.ts';

export interface RecognisedWeights {
  readonly kind: WeightKind;
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** Tensors of the file that were passed over. */
  readonly unneeded: readonly string[];
  /** Tensors that were of another number type, by that type. */
  readonly converted: Readonly<Record<string, number>>;
}

/** Names without the folder that all of a network's may lie in: `state_dict.`, as training scripts save, or `folder.`. */
function unfolded(tensors: StoredTensors, kind: WeightKindDescription): StoredTensors {
  const { telltale, within, rename = (name) => name, isRight = () => true } = kind;
  const folders = ['', 'state_dict.', ...(within === undefined ? [] : [`${within}.`])];
  const names = Object.keys(tensors);
  const folder = folders.find((prefix) =>
    names.some((name) => rename(name.slice(prefix.length)) === telltale && name.startsWith(prefix)),
  );
  if (folder === undefined) return {};
  const inside = Object.entries(tensors).filter(([name]) => name.startsWith(folder));
  const named = Object.fromEntries(
    inside.map(([name, tensor]) => [rename(name.slice(folder.length)), tensor]),
  );
  return isRight(named) ? named : {};
}

function recogniseKind(tensors: StoredTensors, who: string): WeightKind {
  const found = weightKinds.filter(
    (kind) => Object.keys(unfolded(tensors, weightKindTable[kind])).length > 0,
  );
  // A published checkpoint may hold the heat-map network too: it is the checkpoint unless that is asked for.
  const kind = found.at(-1);
  if (kind) return kind;
  const names = Object.keys(tensors);
  throw new StarlabError(
    `${who} holds ${names.length} tensors${names.length > 0 ? `, ${names.slice(0, 3).join(', ')}, …` : ''}, of no network that Starlab knows.`,
    {
      remedy: `Starlab takes: ${weightKinds.map((known) => `${known} (${weightKindTable[known].title})`).join('; ')}.`,
    },
  );
}

/**
 * @param who The file's name, for messages.
 * @param as The kind it must be; found out when left out.
 * @throws StarlabError when it is of no known kind, or tensors are missing, left over or of another shape.
 */
export function recogniseWeights(
  tensors: StoredTensors,
  { who, as }: { readonly who: string; readonly as?: WeightKind | undefined },
): RecognisedWeights {
  const kind = as ?? recogniseKind(tensors, who);
  const description = weightKindTable[kind];
  const found = unfolded(tensors, description);
  if (Object.keys(found).length === 0)
    throw new StarlabError(
      `${who} does not hold ${description.title}: it has no ${description.telltale}, or belongs to another network that has.`,
      {
        remedy: 'Leave out --as, and Starlab finds out what the file is.',
      },
    );
  const converted: Record<string, number> = {};
  const read = Object.entries(found).map(([name, tensor]) => [name, toFloat32(tensor)] as const);
  const shapes = description.shapes(Object.fromEntries(read));
  const isNeeded = (name: string): boolean => Object.hasOwn(shapes, name);
  const kept = read.filter(([name]) => isNeeded(name) || !description.unneeded.test(name));
  checkShapes(shapes, Object.fromEntries(kept), `${description.title}, in ${who}`);
  for (const [name] of kept) {
    const { type } = found[name] ?? { type: 'F32' };
    if (type !== 'F32') converted[type] = (converted[type] ?? 0) + 1;
  }
  return {
    kind,
    tensors: Object.fromEntries(kept),
    unneeded: read.map(([name]) => name).filter((name) => !isNeeded(name)),
    converted,
  };
}
