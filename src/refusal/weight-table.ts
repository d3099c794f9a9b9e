import { type FeatureList, MOST_FEATURES } from './feature-list.ts'

/** What is asked of a text, each answered by weights of its own. */
export const HEADS = ['opening', 'whole', 'extent'] as const
export type Head = (typeof HEADS)[number]

/** Weights as they are stored: numbers of features in ascending order, and for each head their weights beside them. */
export interface StoredWeights {
  /** Base64 of 32-bit integers, little-endian. */
  readonly features: string
  /** Base64 of 16-bit integers, little-endian, in units of `unit`. */
  readonly weights: Readonly<Record<Head, string>>
  /** Log odds of one step. */
  readonly unit: number
}

/** The rows of one text's features in a table of weights. */
export interface Found {
  readonly rows: Int32Array
  readonly count: number
  /** Features made of words, and how many of them have weights. */
  readonly words: number
  readonly knownWords: number
}

/** Sums of weights, by a hash table with open addressing: a few nanoseconds a feature. */
export class WeightTable {
  readonly #mask: number
  readonly #keys: Int32Array
  /** Row of a slot, or -1. */
  readonly #rows: Int32Array
  readonly #weights: Readonly<Record<Head, Float32Array>>
  /** The text that last had the feature of a row; a feature counts once a text. */
  readonly #seen: Uint32Array
  #text = 0
  readonly #found = { rows: new Int32Array(MOST_FEATURES), count: 0, words: 0, knownWords: 0 }

  constructor({ features, weights, unit }: StoredWeights) {
    const keys = new Int32Array(bytesOf(features))
    let slots = 16
    while (slots < keys.length * 2) slots *= 2
    this.#mask = slots - 1
    this.#keys = new Int32Array(slots)
    this.#rows = new Int32Array(slots).fill(-1)
    this.#seen = new Uint32Array(keys.length)
    for (let row = 0; row < keys.length; row += 1) {
      const key = keys[row] ?? 0
      let slot = key & this.#mask
      while (this.#rows[slot] !== -1) slot = (slot + 1) & this.#mask
      this.#keys[slot] = key
      this.#rows[slot] = row
    }
    const read = (head: Head): Float32Array =>
      new Float32Array(new Int16Array(bytesOf(weights[head]))).map((weight) => weight * unit)
    this.#weights = { opening: read('opening'), whole: read('whole'), extent: read('extent') }
  }

  /** Finds the rows of the features that have weights, each once. What is returned holds until the next text. */
  find(features: FeatureList): Found {
    this.#text = (this.#text + 1) >>> 0
    if (this.#text === 0) {
      this.#seen.fill(0)
      this.#text = 1
    }
    const found = this.#found
    found.count = 0
    found.words = 0
    found.knownWords = 0
    for (let i = 0; i < features.count; i += 1) {
      const row = this.rowOf(features.ids[i] ?? 0)
      const word = features.kinds[i] === 0
      if (word) found.words += 1
      if (row < 0) continue
      if (word) found.knownWords += 1
      if (this.#seen[row] === this.#text) continue
      this.#seen[row] = this.#text
      found.rows[found.count] = row
      found.count += 1
    }
    return found
  }

  /** The row of one feature, or -1. */
  rowOf(feature: number): number {
    let slot = feature & this.#mask
    while (this.#rows[slot] !== -1) {
      if (this.#keys[slot] === feature) return this.#rows[slot] ?? -1
      slot = (slot + 1) & this.#mask
    }
    return -1
  }

  weight(head: Head, row: number): number {
    return this.#weights[head][row] ?? 0
  }

  sum(head: Head, { rows, count }: Found): number {
    const weights = this.#weights[head]
    let sum = 0
    for (let i = 0; i < count; i += 1) sum += weights[rows[i] ?? 0] ?? 0
    return sum
  }
}

/** A copy, since a buffer may begin at an odd place. Every platform Node runs on is little-endian. */
function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer
}
