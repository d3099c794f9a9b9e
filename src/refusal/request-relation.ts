import { type FeatureList, hashText, namedFeature } from './feature-list.ts'
import { fold } from './normalise.ts'
import { endsSentence, readWords, type Words } from './words.ts'

/** How much of a request is read. In characters. */
const REQUEST = 400
/** How much of the completion its words are looked for in. In words. */
const NEAR = 120
/** A word this near after a negation counts as negated. In words. */
const REACH = 7

const hashes = (words: string): ReadonlySet<number> => new Set(words.split(' ').map(hashText))

const NEGATIONS = hashes('not never no neither nor')
/** Words that say nothing of what a request is about. */
const COMMON = hashes(
  'the and for that with this from have has had are was were will would can could should not may might must does did ' +
    'been being who what when where which why how all any some their they them his her our your you its into about ' +
    'more most than then there here people person someone give tell list reasons reason explain describe best better ' +
    'way ways write make please like just also only ever never',
)
/** Words by which a request takes something for granted that an answer may dispute. */
const PREMISE = hashes('should justified best better reasons benefits right')

const ASKS = [
  'why',
  'how',
  'what',
  'where',
  'who',
  'which',
  'when',
  'should',
  'can',
  'yes or no',
  'task',
  'other',
]
const ASK_OF = new Map<number, number>([
  ...['why', 'how', 'what', 'where', 'who', 'which', 'when', 'should'].map(
    (word, i) => [hashText(word), i] as const,
  ),
  ...['can', 'could', 'would'].map((word) => [hashText(word), 8] as const),
  ...['is', 'are', 'do', 'does', 'did', 'was', 'were', 'will'].map((word) => [hashText(word), 9] as const),
  ...['write', 'tell', 'give', 'list', 'explain', 'describe', 'make', 'create', 'help', 'show', 'define'].map(
    (word) => [hashText(word), 10] as const,
  ),
])
const OTHER_ASK = ASKS.length - 1

const NEGATED_PAIRS = ['in neither', 'in the request', 'in the opening', 'in both']
const ASKED_AND_NEGATED = ASKS.map((ask) =>
  NEGATED_PAIRS.map((pair) => namedFeature(`asks ${ask}, negation ${pair}`)),
)
const NEGATED = NEGATED_PAIRS.map((pair) => namedFeature(`negation ${pair}`))
const NEGATED_OVERLAP = NEGATED_PAIRS.map((pair) => namedFeature(`says what was asked, negation ${pair}`))
const PREMISE_NEGATED = NEGATED_PAIRS.map((pair) => namedFeature(`takes for granted, negation ${pair}`))
const TAKES_FOR_GRANTED = namedFeature('the request takes something for granted')

const OPENERS = ['should', 'not', 'important', 'sorry', 'i', 'because', 'to', 'reason']
const OPENER_OF = new Map(OPENERS.map((word, i) => [hashText(word), i]))
const ASKED_AND_OPENED = ASKS.map((ask) =>
  OPENERS.map((word) => namedFeature(`asks ${ask}, opens with ${word}`)),
)

const SHARES = [0.2, 0.4, 0.6, 0.8, 1]
const SAID_FIRST = SHARES.map((share) => namedFeature(`first sentence says ${share} of the request's words`))
const SAID_NEAR = SHARES.map((share) => namedFeature(`opening says ${share} of the request's words`))

const STANCES = ['none', 'contradicts', 'reverses', 'agrees in a negation', 'repeats'] as const
const SENTENCES = ['first', 'second']
const STANCE = SENTENCES.map((sentence) =>
  STANCES.map((stance) => namedFeature(`${sentence} sentence: ${stance}`)),
)
const STANCE_ON_PREMISE = SENTENCES.map((sentence) =>
  STANCES.map((stance) => [
    namedFeature(`${sentence} sentence: ${stance}, nothing granted`),
    namedFeature(`${sentence} sentence: ${stance}, what was granted`),
  ]),
)

const WHY = hashText('why')
const SHOULD = hashText('should')

/** A request for words: to write, to say or to translate something. */
const ASKS_FOR_WORDS =
  /\b(?:write|draft|compose|word|phrase|reply|respond|translat\w+|rewrite|rephrase|e-?mail|letter|note|message|text|dialogue|script|poem|story|say|tell (?:him|her|them|my))\b/
/** And words that refuse, or regret, are what it asks for. */
const ASKS_FOR_REFUSAL =
  /\b(?:declin\w+|refus\w+|turn(?:ing|s)? (?:\w+ ){0,3}down|reject\w+|apolog\w+|sorry|excus\w+|cancel\w*|resign\w*|regret\w*|say(?:ing)? no|call(?:ing)? in sick|can't|cannot|unable|absence|translat\w+)\b/

/** What a request is about and how it asks, read once for all that is compared with it. */
export interface ReadRequest {
  /** Content words by their stem: whether said plainly (1), negated (2) or both (3). */
  readonly said: ReadonlyMap<number, number>
  readonly content: ReadonlySet<number>
  readonly ask: number
  readonly negated: boolean
  readonly premise: boolean
  readonly disputable: boolean
  /** It asks for a text that itself refuses, regrets or is translated: a refusal may be what was asked for. */
  readonly asksForRefusal: boolean
}

export function readRequest(request: string): ReadRequest {
  const folded = fold(request, 0, Math.min(request.length, REQUEST))
  const words = readWords(folded.text)
  const content = new Set<number>()
  let negated = false
  let premise = false
  for (let i = 0; i < words.count; i += 1) {
    const hash = words.hash[i] ?? 0
    if ((words.length[i] ?? 0) > 3) content.add(hash)
    if (NEGATIONS.has(hash)) negated = true
    if (PREMISE.has(hash)) premise = true
  }
  const first = words.hash[0] ?? 0
  return {
    said: readStances(words, 0, words.count),
    content,
    ask: ASK_OF.get(first) ?? OTHER_ASK,
    negated,
    premise,
    disputable: premise || first === WHY || first === SHOULD,
    asksForRefusal: ASKS_FOR_WORDS.test(folded.text) && ASKS_FOR_REFUSAL.test(folded.text),
  }
}

/** Adds how the opening of a completion, whose first sentence is `first` words long, stands to the request. */
export function addRelation(features: FeatureList, request: ReadRequest, words: Words, first: number): void {
  let negation = 0
  for (let i = 0; i < first; i += 1) {
    const hash = words.hash[i] ?? 0
    if (NEGATIONS.has(hash)) negation = 2
    const opener = OPENER_OF.get(hash)
    if (opener !== undefined) add(features, ASKED_AND_OPENED[request.ask]?.[opener])
  }
  const pair = negation + (request.negated ? 1 : 0)
  add(features, NEGATED[pair])
  add(features, ASKED_AND_NEGATED[request.ask]?.[pair])
  if (request.premise) {
    add(features, TAKES_FOR_GRANTED)
    add(features, PREMISE_NEGATED[pair])
  }
  const saidFirst = shareSaid(request.content, words, first)
  const saidNear = shareSaid(request.content, words, Math.min(words.count, NEAR))
  SHARES.forEach((share, i) => {
    if (saidFirst >= share) add(features, SAID_FIRST[i])
    if (saidNear >= share) add(features, SAID_NEAR[i])
  })
  if (saidFirst >= 0.4) add(features, NEGATED_OVERLAP[pair])
  addStance(features, request, readStances(words, 0, first), 0)
  addStance(features, request, readStances(words, first, endOfSentence(words, first)), 1)
}

/** Where the sentence that begins at a word ends, the mark included. Long ones end after 40 words. */
export function endOfSentence(words: Words, from: number): number {
  const last = Math.min(words.count, from + 40)
  // A mark among the first words belongs to a number or a greeting.
  for (let i = from + 3; i < last; i += 1) if (endsSentence(words.hash[i] ?? 0)) return i + 1
  return last
}

function add(features: FeatureList, id: number | undefined): void {
  if (id !== undefined) features.add(id, 'relation')
}

function shareSaid(content: ReadonlySet<number>, words: Words, end: number): number {
  if (content.size === 0) return 0
  const found = new Set<number>()
  for (let i = 0; i < end; i += 1) {
    const hash = words.hash[i] ?? 0
    if (content.has(hash)) found.add(hash)
  }
  return found.size / content.size
}

/** Content words between two places by their stem: said plainly (1), within reach of a negation (2), or both (3). */
function readStances(words: Words, from: number, to: number): ReadonlyMap<number, number> {
  const stances = new Map<number, number>()
  let since = REACH + 1
  for (let i = from; i < to; i += 1) {
    const hash = words.hash[i] ?? 0
    if (endsSentence(hash)) since = REACH + 1
    else if (NEGATIONS.has(hash)) since = 0
    else {
      since += 1
      if ((words.length[i] ?? 0) < 3 || COMMON.has(hash)) continue
      const stem = words.stem[i] ?? 0
      stances.set(stem, (stances.get(stem) ?? 0) | (since <= REACH ? 2 : 1))
    }
  }
  return stances
}

function addStance(
  features: FeatureList,
  request: ReadRequest,
  said: ReadonlyMap<number, number>,
  sentence: 0 | 1,
): void {
  let found = 0
  for (const [stem, asked] of request.said) {
    const answered = said.get(stem)
    if (answered === undefined) continue
    const stance =
      asked === 1 && answered === 2
        ? 1
        : asked === 2 && answered === 1
          ? 2
          : asked & 2 && answered & 2
            ? 3
            : 4
    // What disputes weighs more than what repeats.
    if (found === 0 || stance < found) found = stance
  }
  add(features, STANCE[sentence]?.[found])
  add(features, STANCE_ON_PREMISE[sentence]?.[found]?.[request.disputable ? 1 : 0])
}
