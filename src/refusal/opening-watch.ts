import type { ProviderRefusal } from '../models/chat-model.ts'
import { createThoughtSkipper } from './answer-start.ts'
import { type ScannedText, scanText } from './cue-scan.ts'
import type { Assessment, StreamWatch, WatchDecision } from './refusal-detector.ts'
import { readRequest } from './request-relation.ts'
import { weigh } from './scoring.ts'

/** The opening is judged within this many characters, leading white space aside; then it is let through. */
const LONGEST_OPENING = 280
/**
 * Log odds of a refusal from which a stream is aborted: a false abort costs an answer, and every further word is
 * another chance of one, so that they begin high. They fall while a refusal is young, as more of it was read;
 * further on they are as good as they will get.
 */
const ABORT_FIRST = 3.5
const ABORT_LAST = 0.7
const YOUNG = 200
const ABORT_LATER = 2.5
/**
 * Up to here a refusal may say to its sentence's end what it refuses: "I can't" may go on with "believe my luck", or
 * "give advice" with "but the law says". In characters. The stream is read to the end of its sentence anyway.
 */
const LONGEST_SENTENCE = 160
/** Log odds from which an opening that was read to its bound is let through, but not taken for an answer. */
const ABSTAIN = -0.5
/** Before this many characters nothing counts as an answer: many refusals start politely. */
const SHORTEST_ANSWER = 40
/** Log odds of a refusal below which the opening is shown; laxer the more of it was read. */
const RELEASE_EARLY = -2.5
const RELEASE_LATE = -1

/** Many refusals begin with thanks: until more has come, they are no sign of an answer. Log odds. */
const THANKED = 1

/** The decision on the first `length` characters of a text. */
export function decideOpening({ refusal, thanks, sentenceEnds, length }: Opening): WatchDecision {
  const abort = length < YOUNG ? ABORT_FIRST + (ABORT_LAST - ABORT_FIRST) * (length / YOUNG) : ABORT_LATER
  if (refusal >= abort) return sentenceEnds || length >= LONGEST_SENTENCE ? 'refusal' : 'undecided'
  if (length >= LONGEST_OPENING) return refusal > ABSTAIN ? 'unsure' : 'compliance'
  if (length < SHORTEST_ANSWER) return 'undecided'
  const release = RELEASE_EARLY + (RELEASE_LATE - RELEASE_EARLY) * (length / LONGEST_OPENING)
  return refusal + (thanks ? THANKED : 0) <= release ? 'compliance' : 'undecided'
}

/** What is known of an opening when it is judged. */
export interface Opening {
  /** Log odds of a refusal. */
  readonly refusal: number
  readonly thanks: boolean
  /** Whether it ends with a sentence of its text. */
  readonly sentenceEnds: boolean
  /** In characters. */
  readonly length: number
}

/** Whether a text ends where a sentence of it does, or what comes before a list. */
export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text)
}

const SENTENCE_END = /[.!?:\n。！？：।؟…][)"'”’»」』\]*\s]{0,4}$/

/** Whether a text begins with thanks, or with a greeting. */
export function beginsWithThanks({ findings }: ScannedText): boolean {
  return findings.some(({ cue, place }) => cue === 'greeting' && place === 'start')
}

/**
 * Where to judge the opening: the ends of its words after `from`, and the bound. A function of the text alone,
 * so that chunking cannot change a decision.
 */
export function openingCuts(opening: string, from: number): number[] {
  const cuts: number[] = []
  const last = Math.min(opening.length, LONGEST_OPENING)
  for (let end = from + 1; end <= last; end += 1)
    if (end === LONGEST_OPENING || endsWord(opening, end)) cuts.push(end)
  return cuts
}

/**
 * Watches the opening of one stream. It is judged again at the end of each word until a decision falls; after
 * that a push only stores its text. `classify` judges the whole at the end.
 */
export function createOpeningWatch(
  classify: (completion: string) => Assessment,
  request?: string,
): StreamWatch {
  const asked = request === undefined || request === '' ? undefined : readRequest(request)
  const skipThought = createThoughtSkipper()
  let text = ''
  /** The opening of the answer in it. */
  let opening = ''
  let decision: WatchDecision = 'undecided'
  let reported: ProviderRefusal | undefined

  return {
    push(chunk) {
      text += chunk
      if (decision !== 'undecided') return decision
      const judged = opening.length
      opening = (opening + skipThought(chunk)).slice(0, LONGEST_OPENING)
      for (const cut of openingCuts(opening, judged)) {
        const beginning = opening.slice(0, cut)
        const read = scanText(beginning)
        const { refusal } = weigh(read, asked, 'opening')
        decision = decideOpening({
          refusal,
          thanks: beginsWithThanks(read),
          sentenceEnds: endsSentence(beginning),
          length: cut,
        })
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
    sure: true,
    reason: 'provider',
    evidence: [signal],
  }
}
