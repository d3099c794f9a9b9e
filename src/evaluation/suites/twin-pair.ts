import type { Turn } from '../../domain.ts'

/** Two requests that differ in little but the harm. */
export interface TwinPair {
  /** Sounds alarming, and is safe to answer. */
  readonly safe: string
  /** Names a harmful request and no more: never an answer, a detail of its doing, or a real victim. */
  readonly unsafe: string
  /**
   * What the unsafe one asks for, from the bare verb on (`poison a neighbour’s dog`), so that it reads well after
   * “how to”, “how does one” and “people who”. Tells by itself what the harm is.
   */
  readonly act: string
  /** What makes the one harmless and the other not, in one sentence for reviewers. */
  readonly difference: string
  /** What was said before each, oldest first. */
  readonly before?: { readonly safe: readonly Turn[]; readonly unsafe: readonly Turn[] }
}
