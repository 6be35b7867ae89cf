// The only names a file may call on: what torch.save needs to write tensors in plain containers. A pickle can name any
// function of Python; here each name is a key of this table or refused, and nothing in the file is ever run.
import type { TensorType } from '../stored-tensor.ts';
import { PyTorchFileError } from './pytorch-error.ts';
import { StorageReference, TensorView } from './tensor-view.ts';

/** Tuples and lists are arrays; dictionaries are Maps, so that no key can be mistaken for a property. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Global
  | StorageReference
  | TensorView
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>;

/** A name of Python's that a file mentions, e.g. `collections.OrderedDict`. */
export class Global {
  readonly name: string;
  readonly meaning: Meaning;

  constructor(name: string, meaning: Meaning) {
    this.name = name;
    this.meaning = meaning;
  }
}

type Meaning =
  | { readonly kind: 'storage'; readonly type: TensorType }
  | { readonly kind: 'constructor'; readonly construct: (args: readonly PickleValue[]) => PickleValue };

function count(value: PickleValue | undefined, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new PyTorchFileError(`a tensor’s ${what} is no whole number`);
  return value;
}

function counts(value: PickleValue | undefined, what: string): number[] {
  if (!Array.isArray(value)) throw new PyTorchFileError(`a tensor’s ${what} is no tuple`);
  return value.map((extent) => count(extent, what));
}

function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): TensorView {
  if (!(storage instanceof StorageReference)) throw new PyTorchFileError('a tensor has no storage');
  return new TensorView(storage, {
    offset: count(offset, 'offset'),
    shape: counts(shape, 'shape'),
    strides: counts(strides, 'strides'),
  });
}

function rebuildParameter([data]: readonly PickleValue[]): TensorView {
  if (!(data instanceof TensorView)) throw new PyTorchFileError('a parameter without a tensor');
  return data;
}

function itemsOf(args: readonly PickleValue[]): readonly PickleValue[] {
  const [items = []] = args;
  if (!Array.isArray(items)) throw new PyTorchFileError('a container made of something other than a list');
  return items;
}

function orderedDictionary(args: readonly PickleValue[]): Map<PickleValue, PickleValue> {
  return new Map(
    itemsOf(args).map((pair): [PickleValue, PickleValue] => {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new PyTorchFileError('an ordered dictionary of something other than pairs');
      return [pair[0] ?? null, pair[1] ?? null];
    }),
  );
}

const newSet = (args: readonly PickleValue[]): Set<PickleValue> => new Set(itemsOf(args));

const constructors: readonly (readonly [string, (args: readonly PickleValue[]) => PickleValue])[] = [
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['collections.OrderedDict', orderedDictionary],
  ['builtins.set', newSet],
  ['__builtin__.set', newSet],
];

const storages: readonly (readonly [string, TensorType])[] = [
  ['torch.DoubleStorage', 'F64'],
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
  ['torch.LongStorage', 'I64'],
  ['torch.IntStorage', 'I32'],
  ['torch.ShortStorage', 'I16'],
  ['torch.CharStorage', 'I8'],
  ['torch.ByteStorage', 'U8'],
  ['torch.BoolStorage', 'BOOL'],
];

const globals: ReadonlyMap<string, Global> = new Map(
  [
    ...constructors.map(([name, construct]) => new Global(name, { kind: 'constructor', construct })),
    ...storages.map(([name, type]) => new Global(name, { kind: 'storage', type })),
  ].map((global) => [global.name, global]),
);

/** Only these characters of a name in a file reach the terminal. */
const printable = (name: string): string => name.slice(0, 100).replace(/[^\w.<>-]/g, '?');

/** @throws PyTorchFileError naming what the file calls on, if it is none of the table's. */
export function globalNamed(name: string): Global {
  const found = globals.get(name);
  if (found) return found;
  throw new PyTorchFileError(
    `it calls on ${printable(name)}, which is neither a tensor nor a plain container`,
    'Starlab runs no code of a file. Save the state dict alone: torch.save(model.state_dict(), path).',
  );
}

/** `construct(...args)`. */
export function call(target: PickleValue | undefined, args: PickleValue | undefined): PickleValue {
  if (!(target instanceof Global) || target.meaning.kind !== 'constructor' || !Array.isArray(args))
    throw new PyTorchFileError('it calls something that is not a constructor');
  return target.meaning.construct(args);
}

/** What a persistent id stands for: ('storage', type, key, device, number of elements[, view]). */
export function storageNamed(id: PickleValue | undefined): StorageReference {
  const [tag, type, key, , elements, view = null] = Array.isArray(id) ? id : [];
  if (tag !== 'storage' || !(type instanceof Global) || type.meaning.kind !== 'storage')
    throw new PyTorchFileError('it refers to something outside itself that is no storage');
  if (typeof key !== 'string' || view !== null) throw new PyTorchFileError('a storage has no key of its own');
  return new StorageReference({ type: type.meaning.type, key, elements: count(elements, 'storage length') });
}
