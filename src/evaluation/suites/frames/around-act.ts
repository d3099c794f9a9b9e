import { wordingFor } from '../../../wording-for.ts'
import type { Frame } from './frame.ts'

/** Words around the act of a core, which take the place of its prompt. */
export type Wording = (act: string) => string

/** A frame of one prompt; what was said before the core stays before it. */
export function aroundAct(...wordings: readonly [Wording, ...Wording[]]): Frame {
  return ({ act, conversation }, id) => ({
    prompt: wordingFor(id, wordings)(act),
    ...(conversation && { conversation }),
  })
}
