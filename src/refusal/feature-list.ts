/** What a feature is made of. Each kind is drawn to 0 by its own measure when weights are fitted. */
export const FEATURE_KINDS = ['words', 'act', 'shape', 'relation'] as const
export type FeatureKind = (typeof FEATURE_KINDS)[number]

/** Most features of one text: every character of the head a word of its own, and room for the rest. */
export const MOST_FEATURES = 1600

/**
 * The features found in one text, each a number of 32 bits with its kind and, where it stands in the text, its place
 * in the folded head. What does not fit is left out. A feature may come more than once; it counts once.
 */
export class FeatureList {
  readonly ids = new Int32Array(MOST_FEATURES)
  readonly kinds = new Uint8Array(MOST_FEATURES)
  readonly from = new Int32Array(MOST_FEATURES)
  readonly to = new Int32Array(MOST_FEATURES)
  count = 0

  /** `from` and `to` are 0 where the feature has no place of its own. */
  add(id: number, kind: FeatureKind, from = 0, to = 0): void {
    if (this.count === MOST_FEATURES) return
    this.ids[this.count] = id
    this.kinds[this.count] = KIND_INDEX[kind]
    this.from[this.count] = from
    this.to[this.count] = to
    this.count += 1
  }
}

const KIND_INDEX: Readonly<Record<FeatureKind, number>> = { words: 0, act: 1, shape: 2, relation: 3 }

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/** FNV-1a, of 32 bits, over UTF-16 units. */
export function hashText(text: string): number {
  let hash = OFFSET | 0
  for (let i = 0; i < text.length; i += 1) hash = hashUnit(hash, text.charCodeAt(i))
  return hash
}

/** The hash of nothing, to go on from with `hashUnit`. */
export const EMPTY_HASH = OFFSET | 0

export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME)
}

/** One number of two, the order of which matters; the finish is that of MurmurHash3. */
export function mixHashes(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ b
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

const names = new Map<number, string>()

/** The number of a feature we named, to be called once when a module is loaded. */
export function namedFeature(name: string): number {
  const id = hashText(name)
  names.set(id, name)
  return id
}

/** The name of a named feature; undefined for words. */
export function featureName(id: number): string | undefined {
  return names.get(id)
}
