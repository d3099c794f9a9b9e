import type { ScannedText } from './cue-scan.ts'
import { type FeatureList, namedFeature } from './feature-list.ts'

/** How much of a completion is looked at for its lines. In characters. */
const SAMPLE = 1500
const NEWLINE = 10

const steps = (what: string, limits: readonly number[]): readonly (readonly [number, number])[] =>
  limits.map((limit) => [limit, namedFeature(`${what} ${limit}`)])

const LENGTHS = steps('characters over', [40, 80, 120, 200, 300, 400, 600, 800, 1200, 1800])
const ITEMS = steps('list items at least', [1, 2, 3, 5, 8])
const PARAGRAPHS = steps('breaks between paragraphs at least', [1, 2, 3, 5])
const CODE = namedFeature('a block of code')
const ENDS_ASKING = namedFeature('ends with a question')

/** Adds what a completion looks like, whatever its words: how long, in how many paragraphs, with lists or code. */
export function addShape(features: FeatureList, { completion, from, head }: ScannedText): void {
  // Of a short text what is left when it is folded: marks nobody sees must not lengthen it.
  const beyond = completion.length - (head.at.at(-1) ?? 0)
  const length = head.text.length + beyond
  for (const [limit, id] of LENGTHS) if (length > limit) features.add(id, 'shape')
  const end = Math.min(completion.length, from + SAMPLE)
  let items = 0
  let breaks = 0
  for (let at = completion.indexOf('\n', from); at >= 0 && at < end; at = completion.indexOf('\n', at + 1)) {
    if (completion.charCodeAt(at + 1) === NEWLINE) breaks += 1
    else if (startsItem(completion, at + 1)) items += 1
  }
  for (const [limit, id] of ITEMS) if (items >= limit) features.add(id, 'shape')
  for (const [limit, id] of PARAGRAPHS) if (breaks >= limit) features.add(id, 'shape')
  const fence = completion.indexOf('```', from)
  if (fence >= 0 && fence < end) features.add(CODE, 'shape')
  if (completion.endsWith('?')) features.add(ENDS_ASKING, 'shape')
}

/** Whether a line begins with a bullet, or with a number and a full stop or parenthesis. */
function startsItem(text: string, lineStart: number): boolean {
  let at = lineStart
  while (at < lineStart + 8 && isBlank(text.charCodeAt(at))) at += 1
  const code = text.charCodeAt(at)
  if (code === 45 || code === 42 || code === 0x2022) return isBlank(text.charCodeAt(at + 1))
  let digits = 0
  while (digits < 2 && isDigit(text.charCodeAt(at + digits))) digits += 1
  const after = text.charCodeAt(at + digits)
  return digits > 0 && (after === 46 || after === 41) && isBlank(text.charCodeAt(at + digits + 1))
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
