/** Which of the shards this process runs: as many as Discord recommends, or `from` to `to` of `total`, counted from 0. */
export type Shards = 'auto' | { readonly from: number; readonly to: number; readonly total: number }

/** Far above what the largest bots use; a bound against a slip of the finger. */
const MOST_SHARDS = 16_384

/** Reads `auto`, a number, or `from-to/total`; `undefined` for everything else. */
export function parseShards(text: string): Shards | undefined {
  if (text === 'auto') return 'auto'
  const match = /^(?:(\d{1,5})-(\d{1,5})\/)?(\d{1,5})$/.exec(text)
  if (!match) return undefined
  const total = Number(match[3])
  const from = Number(match[1] ?? 0)
  const to = Number(match[2] ?? total - 1)
  return from <= to && to < total && total <= MOST_SHARDS ? { from, to, total } : undefined
}

/** The same as `discord.js` takes it. */
export function shardOptions(shards: Shards): { readonly shards: 'auto' } | ShardRange {
  if (shards === 'auto') return { shards }
  const { from, to, total } = shards
  return { shards: Array.from({ length: to - from + 1 }, (_, index) => from + index), shardCount: total }
}

interface ShardRange {
  readonly shards: number[]
  readonly shardCount: number
}
