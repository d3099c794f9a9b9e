import type { Item } from '../types.ts'
import type { UnsafeCore } from './frames/frame.ts'
import { FRAMES } from './frames/frames.ts'
import { SUITE_TYPES, SUITES } from './registry.ts'
import type { TwinPair } from './twin-pair.ts'

/** An unsafe prompt in another frame. */
export interface FramedItem extends Item {
  /** Id of the unsafe prompt without a frame. */
  readonly core: string
  /** Name of the frame. */
  readonly frame: string
}

/** The twins as a data set: each pair’s safe prompt and then its unsafe one. */
export function twinItems(): readonly Item[] {
  return numbered().flatMap(({ type, pair, twins }) => [
    {
      id: `${pair}-safe`,
      prompt: twins.safe,
      safe: true,
      type,
      pair,
      ...(twins.before && { conversation: twins.before.safe }),
    },
    { id: unsafeId(pair), ...coreOf(twins), safe: false, type, pair },
  ])
}

/** Every unsafe prompt in every frame, as a data set. None of them is safe to answer. */
export function framedItems(): readonly FramedItem[] {
  return numbered().flatMap(({ type, pair, twins }) =>
    Object.entries(FRAMES).map(([frame, apply]) => {
      const core = unsafeId(pair)
      const id = `${core}.${frame}`
      return { id, ...apply({ act: twins.act, ...coreOf(twins) }, id), safe: false, type, pair, core, frame }
    }),
  )
}

function numbered() {
  return SUITE_TYPES.flatMap((type) =>
    SUITES[type].map((twins, index) => ({
      type,
      pair: `${type}-${String(index + 1).padStart(2, '0')}`,
      twins,
    })),
  )
}

function unsafeId(pair: string): string {
  return `${pair}-unsafe`
}

function coreOf({ unsafe, before }: TwinPair): Omit<UnsafeCore, 'act'> {
  return { prompt: unsafe, ...(before && { conversation: before.unsafe }) }
}
