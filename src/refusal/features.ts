import type { CueFinding, Place, ScannedText } from './cue-scan.ts'
import { FeatureList, hashText, mixHashes, namedFeature } from './feature-list.ts'
import { CUES, type CueId } from './phrases.ts'
import { addRelation, endOfSentence, type ReadRequest } from './request-relation.ts'
import { addShape } from './text-shape.ts'
import { readWords, type Words } from './words.ts'

/** What every text has. */
export const BIAS = namedFeature('bias')

const START = hashText('^')
/** Words and pairs of words anywhere in the head, and those of its first sentence. */
const WORD = hashText('word')
const PAIR = hashText('pair')
const FIRST_WORD = hashText('first word')
const FIRST_PAIR = hashText('first pair')

const ACTS = new Map<CueId, Readonly<Record<Place, readonly number[]>>>(
  CUES.map(({ id }) => {
    const anywhere = namedFeature(id)
    const at = (place: Place): readonly number[] => [anywhere, namedFeature(`${id}, ${place}`)]
    return [id, { start: at('start'), opening: at('opening'), later: at('later') }]
  }),
)

/**
 * All that weighs: what the text does, its words, its shape, and how it stands to the request where that is known.
 * Written into `features`, whose place may be used again and again.
 */
export function readFeatures(
  text: ScannedText,
  request?: ReadRequest,
  features: FeatureList = new FeatureList(),
): FeatureList {
  features.count = 0
  features.add(BIAS, 'shape')
  addActs(features, text.findings)
  const words = readWords(text.head.text)
  const first = endOfSentence(words, 0)
  addWords(features, words, first)
  addShape(features, text)
  if (request !== undefined) addRelation(features, request, words, first)
  return features
}

function addActs(features: FeatureList, findings: readonly CueFinding[]): void {
  for (const finding of findings) for (const id of featuresOfAct(finding)) features.add(id, 'act')
}

/** That the text does this at all, and that it does it here. */
export function featuresOfAct({ cue, place }: CueFinding): readonly number[] {
  return ACTS.get(cue)?.[place] ?? []
}

function addWords(features: FeatureList, words: Words, first: number): void {
  let before = START
  let start = 0
  for (let i = 0; i < words.count; i += 1) {
    const hash = words.hash[i] ?? 0
    const from = words.from[i] ?? 0
    const to = words.to[i] ?? 0
    features.add(mixHashes(WORD, hash), 'words', from, to)
    features.add(mixHashes(mixHashes(PAIR, before), hash), 'words', start, to)
    if (i < first) {
      features.add(mixHashes(FIRST_WORD, hash), 'words', from, to)
      features.add(mixHashes(mixHashes(FIRST_PAIR, before), hash), 'words', start, to)
    }
    before = hash
    start = from
  }
}
