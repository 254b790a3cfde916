/**
 * What eager execution knows about an operation on given types: result types, and how to run it. Found by identities (types are interned) and
 * by comparing attributes; inference and lowering happen only when an entry is made (notes N7).
 */
import type { Attributes, AttributeValue, Primitive, Program, Region, TensorType, Type, Value } from '@millrace/ir';
import type { Kernel } from '../devices/device.ts';
import type { Storage } from '../memory/storage.ts';

/** The storages of results that share an operand's data, or fresh ones. */
export type ViewRule = (source: Storage) => Storage;
/** Runs an operation in the builder, on values. */
export type HostRule = (operands: readonly Value[], attributes: Attributes, regions: readonly Region[]) => readonly Value[];

export interface Entry {
  readonly operands: readonly Type[];
  readonly attributes: Attributes;
  readonly programs: readonly Program[];
  readonly results: readonly Type[];
  readonly device: 'js' | 'wasm' | 'view' | 'host' | 'evaluator';
  /** Exactly one of the next three is there, or none: then the evaluator runs it. */
  readonly kernel: Kernel | null;
  readonly view: ViewRule | null;
  readonly host: HostRule | null;
  /** The type of a single tensor result, for the fast path. */
  readonly single: TensorType | null;
}

interface Node {
  readonly children: Map<number, Node>;
  entries: Entry[];
}
const newNode = (): Node => ({ children: new Map(), entries: [] });

/** Operations whose attributes change at every call (the start of a slice) or whose regions are traced anew must not fill the memory. */
const mostEntries = 64;

/** The entries of one primitive. */
export class OperationCache {
  readonly attributeKeys: readonly string[];
  /** Whether attributes hold tensors: then nothing is kept, since each call may bring another. */
  readonly holdsLiterals: boolean;
  /** The last entry that was used: most calls repeat. */
  last: Entry | null = null;
  readonly #root: Node = newNode();
  constructor(primitive: Primitive) {
    this.attributeKeys = Object.keys(primitive.attributes);
    this.holdsLiterals = Object.values(primitive.attributes).some((a) => a.kind === 'literal');
  }

  find(operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): Entry | null {
    let node: Node | undefined = this.#root;
    for (let i = 0; i < operands.length; i++) {
      node = node.children.get(operands[i].type.id);
      if (!node) return null;
    }
    for (const entry of node.entries) {
      if (this.sameRest(entry, attributes, regions)) {
        this.last = entry;
        return entry;
      }
    }
    return null;
  }

  /** Whether the entry is for these attributes and regions. */
  sameRest(entry: Entry, attributes: Attributes, regions: readonly Region[]): boolean {
    for (let i = 0; i < regions.length; i++) if (entry.programs[i] !== regions[i].program) return false;
    if (entry.programs.length !== regions.length) return false;
    if (entry.attributes === attributes) return true;
    const keys = this.attributeKeys;
    for (let i = 0; i < keys.length; i++) if (!sameAttribute(entry.attributes[keys[i]], attributes[keys[i]])) return false;
    return true;
  }

  /** Whether the last entry fits this call. */
  lastFits(operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): boolean {
    const entry = this.last;
    if (entry === null || entry.operands.length !== operands.length) return false;
    for (let i = 0; i < operands.length; i++) if (entry.operands[i] !== operands[i].type) return false;
    return this.sameRest(entry, attributes, regions);
  }

  add(entry: Entry): void {
    let node = this.#root;
    for (const type of entry.operands) {
      let child = node.children.get(type.id);
      if (!child) node.children.set(type.id, (child = newNode()));
      node = child;
    }
    if (node.entries.length >= mostEntries) node.entries = node.entries.slice(mostEntries / 2);
    node.entries.push(entry);
    this.last = entry;
  }
}

/** Equality of attribute values by structure; types and scalar expressions are interned, so identity decides for them. */
export function sameAttribute(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!sameAttribute(a[i] as AttributeValue, b[i] as AttributeValue)) return false;
    return true;
  }
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const keys = Object.keys(a);
  const [x, y] = [a as Attributes, b as Attributes];
  return keys.length === Object.keys(b).length && keys.every((k) => sameAttribute(x[k], y[k]));
}

/** A copy whose lists and records nobody can change: what a cache compares with later. Interned values stay themselves. */
export function snapshotAttributes(attributes: Attributes): Attributes {
  const copy = (value: AttributeValue | undefined): AttributeValue | undefined => {
    if (Array.isArray(value)) return value.map((v) => copy(v as AttributeValue) as AttributeValue);
    // Frozen objects are element types and constants.
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype || Object.isFrozen(value)) return value;
    return snapshotAttributes(value as Attributes) as AttributeValue;
  };
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, copy(value)]));
}
