import type { ClusteredCase } from './clustered-rate.ts'

/**
 * How many prompts are taken to have changed in all their frames, beside those that were seen. Where hardly anything
 * changed, nothing tells whether frames change together; so it is supposed that they do, until the data say otherwise.
 * With two the one-sided bound of the change is too low in no more than 5 of 100 samples, however frames hang together
 * (test/evaluation/clustered-change.test.ts draws them).
 */
const SUPPOSED = 2

/**
 * How much more something varies between prompts than it would if the frames of a prompt had nothing to do with each
 * other; so many cases are worth one (Rao & Scott 1992, https://doi.org/10.2307/2532311). 1 where no prompt has a
 * second frame.
 */
export function designEffect(values: readonly ClusteredCase[]): number {
  if (values.length === 0) return 1
  const mean = values.reduce((sum, { value }) => sum + value, 0) / values.length
  const ofCluster = new Map<string, number>()
  const sizes = new Map<string, number>()
  let alone = 0
  for (const { cluster, value } of values) {
    alone += (value - mean) ** 2
    ofCluster.set(cluster, (ofCluster.get(cluster) ?? 0) + value - mean)
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  }
  const together = ofCluster.values().reduce((sum, off) => sum + off ** 2, 0)
  // Of prompts with unlike numbers of frames this size has the effect of frames that all change together.
  const size = sizes.values().reduce((sum, each) => sum + each ** 2, 0) / values.length
  return Math.max(1, (together + SUPPOSED * size ** 2) / (alone + SUPPOSED * size))
}
