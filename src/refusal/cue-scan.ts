import { answerStart } from './answer-start.ts'
import { createCueFilter } from './cue-filter.ts'
import { type Folded, fold } from './normalise.ts'
import { CUES, type CueId } from './phrases.ts'

/** How much of the beginning and of the end of a completion is read. In characters. */
const HEAD = 400
const TAIL = 160
/** Where a cue stands tells how much it says. In folded characters from the beginning. */
const START = 48
const OPENING = 200

/** `start` is the first half sentence, `opening` the first two sentences or so. */
export const PLACES = ['start', 'opening', 'later'] as const
export type Place = (typeof PLACES)[number]

/** One cue found, as it stands in the completion. */
export interface CueFinding {
  readonly cue: CueId
  readonly place: Place
  readonly from: number
  readonly to: number
}

/** A completion with what was found in it. */
export interface ScannedText {
  readonly completion: string
  /** Where the answer itself begins. */
  readonly from: number
  readonly head: Folded
  /** The first place of every cue. */
  readonly findings: readonly CueFinding[]
}

const filterHead = createCueFilter(CUES)
const filterTail = createCueFilter(CUES)

/** Folds a completion and looks for every cue. The time does not grow with the completion beyond `HEAD + TAIL`. */
export function scanText(completion: string): ScannedText {
  const from = answerStart(completion) ?? completion.length
  const headEnd = Math.min(completion.length, from + HEAD)
  const head = fold(completion, from, headEnd)
  const tail =
    completion.length > headEnd
      ? fold(completion, Math.max(headEnd, completion.length - TAIL), completion.length)
      : undefined
  const findings: CueFinding[] = []
  const inHead = filterHead(head.text)
  const inTail = tail === undefined ? undefined : filterTail(tail.text)
  for (let index = 0; index < CUES.length; index += 1) {
    const cue = CUES[index]
    if (cue === undefined) continue
    const { id, pattern } = cue
    let text = head
    let match = inHead(index) ? pattern.exec(head.text) : null
    if (match === null && tail !== undefined && inTail?.(index)) {
      text = tail
      match = pattern.exec(tail.text)
    }
    if (match === null) continue
    findings.push({
      cue: id,
      place: text === head ? placeOf(match.index) : 'later',
      ...inOriginal(text, { from: match.index, to: match.index + match[0].length }),
    })
  }
  return { completion, from, head, findings }
}

/** Places in the original of places in a folded text. */
export function inOriginal(
  { at }: Folded,
  { from, to }: { from: number; to: number },
): { from: number; to: number } {
  return { from: at[from] ?? 0, to: at[to] ?? 0 }
}

function placeOf(index: number): Place {
  if (index < START) return 'start'
  return index < OPENING ? 'opening' : 'later'
}
