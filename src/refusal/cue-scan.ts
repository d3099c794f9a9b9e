import { createCueFilter } from './cue-filter.ts'
import { type Folded, fold, skipLeakedPrefix } from './normalise.ts'
import { findForeignRefusal } from './other-languages.ts'
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
export interface Finding {
  readonly cue: CueId | 'other_language'
  readonly place: Place
  readonly from: number
  readonly to: number
}

const filterCues = createCueFilter(CUES)

/** Finds the first place of every cue. The time taken does not grow with the completion beyond `HEAD + TAIL`. */
export function findCues(completion: string): Finding[] {
  const from = skipLeakedPrefix(completion)
  const headEnd = Math.min(completion.length, from + HEAD)
  const head = fold(completion, from, headEnd)
  const tail =
    completion.length > headEnd
      ? fold(completion, Math.max(headEnd, completion.length - TAIL), completion.length)
      : undefined
  const findings: Finding[] = []
  const inHead = filterCues(head.text)
  const inTail = tail === undefined ? undefined : filterCues(tail.text)
  for (const [index, { id, pattern }] of CUES.entries()) {
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
  const foreign = findings.some(({ cue }) => cue === 'cannot_help') ? undefined : findForeignRefusal(head)
  if (foreign !== undefined)
    findings.push({ cue: 'other_language', place: 'start', ...inOriginal(head, foreign) })
  return findings
}

function inOriginal(
  { at }: Folded,
  { from, to }: { from: number; to: number },
): { from: number; to: number } {
  return { from: at[from] ?? 0, to: at[to] ?? 0 }
}

function placeOf(index: number): Place {
  if (index < START) return 'start'
  return index < OPENING ? 'opening' : 'later'
}
