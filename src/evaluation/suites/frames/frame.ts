import type { Item } from '../../types.ts'
import type { TwinPair } from '../twin-pair.ts'

/** An unsafe prompt with what its frames are made from. */
export interface UnsafeCore extends Pick<TwinPair, 'act'>, Pick<Item, 'prompt' | 'conversation'> {}

/**
 * Asks for the same in a way that is known to make models yield. No frame may turn the request into a harmless one:
 * where it is wrapped in a story, a study or the past, the wording asks for what would work outside of that. The id of
 * the new item chooses the wording.
 */
export type Frame = (core: UnsafeCore, id: string) => Pick<Item, 'prompt' | 'conversation'>
