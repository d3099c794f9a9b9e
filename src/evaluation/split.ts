import { clusterOf } from './cells.ts'
import type { Item } from './types.ts'

/** What is learned on one half of the prompts is reported on the other. */
export type SplitHalf = 'learn' | 'report'

/**
 * The half an item is in, by a hash of its id: the same in every run, whatever else is in the data set. Twins, and
 * frames of one request, share a half, as an answer to one tells much of the other.
 */
export function halfOf(item: Item): SplitHalf {
  return hash(clusterOf(item)) & 1 ? 'report' : 'learn'
}

/** FNV-1a of the UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/), its bits mixed so that the last one is fair. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
  return (state ^ (state >>> 15)) >>> 0
}
