import type { ProviderRefusal } from '../models/chat-model.ts'
import { findCues } from './cue-scan.ts'
import type { Assessment, StreamWatch, WatchDecision } from './refusal-detector.ts'
import { refusalLogit } from './scoring.ts'

/** The opening is judged within this many characters, leading white space aside; then it must be let through. */
export const LONGEST_OPENING = 280
/** Log odds of a refusal from which a stream is aborted. A false abort costs an answer. */
const ABORT = 1.8
/** Before this many characters nothing counts as an answer: many refusals start politely. */
const SHORTEST_ANSWER = 40
/** Log odds of a refusal below which the opening is shown; laxer the more of it was read. */
const RELEASE_EARLY = -2.5
const RELEASE_LATE = -1

/** The decision on an opening cut after a whole word. A function of the text alone, so chunking cannot matter. */
function decide(opening: string): WatchDecision {
  const logit = refusalLogit(findCues(opening))
  if (logit >= ABORT) return 'refusal'
  if (opening.length >= LONGEST_OPENING) return 'compliance'
  if (opening.length < SHORTEST_ANSWER) return 'undecided'
  const read = opening.length / LONGEST_OPENING
  return logit <= RELEASE_EARLY + (RELEASE_LATE - RELEASE_EARLY) * read ? 'compliance' : 'undecided'
}

/**
 * Watches the opening of one stream. It is judged again at the end of each word until a decision falls; after
 * that a push only stores its text. `classify` judges the whole at the end.
 */
export function createOpeningWatch(classify: (completion: string) => Assessment): StreamWatch {
  let text = ''
  /** Where the first character that is no white space stands, or -1. */
  let start = -1
  let decision: WatchDecision = 'undecided'
  let reported: ProviderRefusal | undefined

  return {
    push(chunk) {
      const before = text.length
      text += chunk
      if (decision !== 'undecided') return decision
      if (start < 0) {
        const first = chunk.search(/\S/)
        if (first < 0) return decision
        start = before + first
      }
      const opening = text.slice(start, start + LONGEST_OPENING)
      for (let end = Math.max(before - start, 0) + 1; end <= opening.length; end += 1) {
        if (end < LONGEST_OPENING && !endsWord(opening, end)) continue
        decision = decide(opening.slice(0, end))
        if (decision !== 'undecided') break
      }
      return decision
    },
    report(signal) {
      reported ??= signal
      if (decision === 'undecided') decision = 'refusal'
      return decision
    },
    end: () => (reported === undefined ? classify(text) : reportedRefusal(reported)),
  }
}

/** Whether the character before `end` closes a word. Scripts without spaces are judged at every character. */
function endsWord(text: string, end: number): boolean {
  const code = text.charCodeAt(end - 1)
  if (code >= 0x2e80) return true
  return code < 128 && !isLetter(code) && end > 1 && !isSeparator(text.charCodeAt(end - 2))
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 39
}

function isSeparator(code: number): boolean {
  return code <= 47
}

function reportedRefusal(signal: ProviderRefusal): Assessment {
  return {
    verdict: 'full_refusal',
    confidence: 0.99,
    probabilities: { full_compliance: 0.005, partial_refusal: 0.005, full_refusal: 0.99 },
    reason: 'provider',
    evidence: [signal],
  }
}
