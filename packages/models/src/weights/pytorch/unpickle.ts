// A pickle machine that can only build plain containers and tensors: each of the opcodes of protocols 2 to 4 that
// torch.save writes is an entry of one table. https://docs.python.org/3/library/pickletools.html describes them.
import type { ByteReader } from './byte-reader.ts';
import { call, globalNamed, storageNamed, type PickleValue } from './globals.ts';
import { PyTorchFileError } from './pytorch-error.ts';
import type { StorageReference } from './tensor-view.ts';

const NEWEST_PROTOCOL = 4;
const MAX_INTEGER_BYTES = 32;
/** A tensor takes about 30 opcodes: enough for fifty thousand, and little enough to hold whatever they make. */
const MAX_STEPS = 2_000_000;

class Machine {
  /** Every storage that was referred to, by key. */
  readonly storages = new Map<string, StorageReference>();
  readonly #memo = new Map<number, PickleValue>();
  #stack: PickleValue[] = [];
  /** Stacks that opened marks have set aside. */
  readonly #outer: PickleValue[][] = [];

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw new PyTorchFileError('a pickle takes a value where there is none');
    return value;
  }

  /** The last `count` values, in the order they were pushed. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  mark(): void {
    this.#outer.push(this.#stack);
    this.#stack = [];
  }

  popToMark(): PickleValue[] {
    const outer = this.#outer.pop();
    if (!outer) throw new PyTorchFileError('a pickle goes back to a mark that was never set');
    const values = this.#stack;
    this.#stack = outer;
    return values;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw new PyTorchFileError('a pickle changes a value where there is none');
    return value;
  }

  remember(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined)
      throw new PyTorchFileError(`a pickle recalls value ${index}, which it never made`);
    this.push(value);
  }

  append(values: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw new PyTorchFileError('a pickle appends to something that is no list');
    for (const value of values) list.push(value);
  }

  add(values: readonly PickleValue[]): void {
    const set = this.top();
    if (!(set instanceof Set)) throw new PyTorchFileError('a pickle adds to something that is no set');
    for (const value of values) set.add(value);
  }

  setItems(items: readonly PickleValue[]): void {
    const dictionary = this.top();
    if (!(dictionary instanceof Map) || items.length % 2 !== 0)
      throw new PyTorchFileError('a pickle sets items of something that is no dictionary');
    for (let i = 0; i < items.length; i += 2) dictionary.set(items[i] ?? null, items[i + 1] ?? null);
  }
}

/** A little-endian two's complement integer of any length; a number where that is exact. */
function integer(bytes: Uint8Array): number | bigint {
  if (bytes.length > MAX_INTEGER_BYTES) throw new PyTorchFileError(`an integer of ${bytes.length} bytes`);
  const unsigned = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const value = BigInt.asIntN(8 * bytes.length, unsigned);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** An ordered dictionary's attributes (`_metadata`: versions of modules) are passed over; nothing else has any. */
function passOverState(machine: Machine): void {
  machine.pop();
  if (!(machine.top() instanceof Map))
    throw new PyTorchFileError('a pickle sets attributes of something that is no dictionary');
}

function referToStorage(machine: Machine): void {
  const storage = storageNamed(machine.pop());
  const known = machine.storages.get(storage.key) ?? storage;
  if (known.type !== storage.type || known.elements !== storage.elements)
    throw new PyTorchFileError(`storage ${storage.key} is described in two ways`);
  machine.storages.set(storage.key, known);
  machine.push(known);
}

type Step = (machine: Machine, reader: ByteReader) => void;

const PROTOCOL = 0x80;
const STOP = 0x2e;

const steps: ReadonlyMap<number, Step> = new Map<number, Step>([
  [
    PROTOCOL,
    (_, reader) => {
      const protocol = reader.uint8();
      if (protocol > NEWEST_PROTOCOL) throw new PyTorchFileError(`it is a pickle of protocol ${protocol}`);
    },
  ],
  [0x95, (_, reader) => void reader.uint64()], // FRAME
  [0x28, (machine) => machine.mark()], // MARK
  [0x30, (machine) => void machine.pop()], // POP
  [0x31, (machine) => void machine.popToMark()], // POP_MARK
  [0x4e, (machine) => machine.push(null)], // NONE
  [0x88, (machine) => machine.push(true)], // NEWTRUE
  [0x89, (machine) => machine.push(false)], // NEWFALSE
  [0x4a, (machine, reader) => machine.push(reader.int32())], // BININT
  [0x4b, (machine, reader) => machine.push(reader.uint8())], // BININT1
  [0x4d, (machine, reader) => machine.push(reader.uint16())], // BININT2
  [0x8a, (machine, reader) => machine.push(integer(reader.take(reader.uint8())))], // LONG1
  [0x47, (machine, reader) => machine.push(reader.float64())], // BINFLOAT
  [0x55, (machine, reader) => machine.push(reader.byteText(reader.uint8()))], // SHORT_BINSTRING
  [0x54, (machine, reader) => machine.push(reader.byteText(reader.uint32()))], // BINSTRING
  [0x58, (machine, reader) => machine.push(reader.text(reader.uint32()))], // BINUNICODE
  [0x8c, (machine, reader) => machine.push(reader.text(reader.uint8()))], // SHORT_BINUNICODE
  [0x5d, (machine) => machine.push([])], // EMPTY_LIST
  [0x61, (machine) => machine.append(machine.popMany(1))], // APPEND
  [0x65, (machine) => machine.append(machine.popToMark())], // APPENDS
  [0x29, (machine) => machine.push([])], // EMPTY_TUPLE
  [0x74, (machine) => machine.push(machine.popToMark())], // TUPLE
  [0x85, (machine) => machine.push(machine.popMany(1))], // TUPLE1
  [0x86, (machine) => machine.push(machine.popMany(2))], // TUPLE2
  [0x87, (machine) => machine.push(machine.popMany(3))], // TUPLE3
  [0x7d, (machine) => machine.push(new Map())], // EMPTY_DICT
  [0x73, (machine) => machine.setItems(machine.popMany(2))], // SETITEM
  [0x75, (machine) => machine.setItems(machine.popToMark())], // SETITEMS
  [0x8f, (machine) => machine.push(new Set())], // EMPTY_SET
  [0x90, (machine) => machine.add(machine.popToMark())], // ADDITEMS
  [0x71, (machine, reader) => machine.remember(reader.uint8())], // BINPUT
  [0x72, (machine, reader) => machine.remember(reader.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.remember()], // MEMOIZE
  [0x68, (machine, reader) => machine.recall(reader.uint8())], // BINGET
  [0x6a, (machine, reader) => machine.recall(reader.uint32())], // LONG_BINGET
  [0x63, (machine, reader) => machine.push(globalNamed(`${reader.line()}.${reader.line()}`))], // GLOBAL
  [
    0x93, // STACK_GLOBAL
    (machine) => {
      const [module, name] = machine.popMany(2);
      machine.push(
        globalNamed(typeof module === 'string' && typeof name === 'string' ? `${module}.${name}` : '?'),
      );
    },
  ],
  [
    0x52, // REDUCE
    (machine) => {
      const [target, args] = machine.popMany(2);
      machine.push(call(target, args));
    },
  ],
  [0x62, passOverState], // BUILD
  [0x51, referToStorage], // BINPERSID
]);

export interface Unpickled {
  readonly value: PickleValue;
  /** Every storage that it refers to, by key. */
  readonly storages: ReadonlyMap<string, StorageReference>;
}

/**
 * The pickle that begins at `reader`, which is left behind its end.
 * @throws PyTorchFileError when it is cut short, malformed, or asks for anything but tensors and plain containers.
 */
export function unpickle(reader: ByteReader): Unpickled {
  const machine = new Machine();
  for (let taken = 0; taken < MAX_STEPS; taken++) {
    const at = reader.at;
    const opcode = reader.uint8();
    if (opcode === STOP) return { value: machine.pop(), storages: machine.storages };
    const step = steps.get(opcode);
    if (!step)
      throw new PyTorchFileError(
        `pickle opcode 0x${opcode.toString(16)} at byte ${at} is none that tensors need`,
      );
    step(machine, reader);
  }
  throw new PyTorchFileError(`a pickle goes on for more than ${MAX_STEPS} steps`);
}
