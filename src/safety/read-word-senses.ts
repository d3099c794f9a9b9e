import { findTarget, type Target } from './find-target.ts'
import { sparesPeople } from './harmful-targets.ts'
import type { HarmlessSense, SenseEntry } from './sense-entry.ts'
import { senseEntry } from './sense-inventory.ts'
import { type Token, tokenize } from './tokens.ts'
import type { WordSense } from './word-sense.ts'

/** A word sense with what it rests on. */
export interface SenseReading extends WordSense {
  /** `nothing`: no rule fits, and the alarming sense stands in because it cannot be excluded. */
  readonly decidedBy: 'phrase' | 'object' | 'nothing'
  /** What the word is done to, where one was found. */
  readonly target: Target | undefined
}

/**
 * What every alarming word of a text means where it stands, in the order of the text. Pure, linear in the
 * length of the text, never throws.
 */
export function readWordSenses(text: string): readonly WordSense[] {
  return readSenses(tokenize(text), text)
}

/** The same for a text already split into words. */
export function readSenses(tokens: readonly Token[], text: string): readonly SenseReading[] {
  const readings: SenseReading[] = []
  for (const [index, token] of tokens.entries()) {
    const entry = senseEntry(token.word)
    if (entry === undefined) continue
    const target = findTarget(tokens, index)
    const phrase = senseByPhrase(entry, tokens, index, target)
    const found = phrase ?? senseByTarget(entry, target)
    const meanings = entry.senses.map((each) => each.sense)
    readings.push({
      word: text.slice(token.start, token.end),
      lemma: entry.lemma,
      start: token.start,
      end: token.end,
      sense: found?.sense ?? entry.harm,
      domain: found?.domain ?? 'harm',
      harmless: found !== undefined,
      otherSenses:
        found === undefined ? meanings : [entry.harm, ...meanings.filter((each) => each !== found.sense)],
      decidedBy: phrase !== undefined ? 'phrase' : target?.kind !== undefined ? 'object' : 'nothing',
      target,
    })
  }
  return readings
}

/** For things no entry lists: what hurts people does not hurt a thing. */
const DONE_TO_A_THING: HarmlessSense = {
  sense: 'treat a thing this way, which hurts nobody',
  domain: 'things',
  on: [],
  phrases: [],
}

function senseByTarget(entry: SenseEntry, target: Target | undefined): HarmlessSense | undefined {
  const kind = target?.kind
  // What is done to another's things is not harmless for sure.
  if (kind === undefined || target?.owned) return undefined
  return (
    entry.senses.find((each) => each.on.includes(kind)) ??
    (sparesPeople(entry.lemma, kind) ? DONE_TO_A_THING : undefined)
  )
}

function senseByPhrase(
  entry: SenseEntry,
  tokens: readonly Token[],
  index: number,
  target: Target | undefined,
): HarmlessSense | undefined {
  let best: HarmlessSense | undefined
  let length = 0
  for (const each of entry.senses)
    for (const phrase of each.phrases)
      if (phrase.length > length && phraseFits(phrase, entry, tokens, index, target)) {
        best = each
        length = phrase.length
      }
  return best
}

/** Words between the words of a phrase that do not count. */
const PASSED_OVER = new Set('a an the my your our his her their some this that these those all'.split(' '))
function phraseFits(
  phrase: readonly string[],
  entry: SenseEntry,
  tokens: readonly Token[],
  index: number,
  target: Target | undefined,
): boolean {
  const anchor = phrase.indexOf('~')
  if (anchor === -1) return tokens[index]?.word === phrase.join('')
  let position = index
  for (let part = anchor - 1; part >= 0; part--) {
    position = step(tokens, position, -1, phrase[part] ?? '')
    if (position === -1) return false
  }
  position = index
  for (let part = anchor + 1; part < phrase.length; part++) {
    position = step(tokens, position, 1, phrase[part] ?? '')
    if (position === -1) return false
  }
  // "hunt for children": a phrase that ends in a preposition says nothing of who comes after it.
  if (
    OPEN_ENDED.has(phrase.at(-1) ?? '') &&
    (target?.kind === 'person' || target?.kind === 'group') &&
    target.index > position
  )
    return false
  // "murder that song": what a pointing word points at decides, not the phrase.
  if (POINTING.has(phrase.at(-1) ?? '') && target !== undefined && target.index > position) return false
  return phrase.length > 1 || entry.lemma === tokens[index]?.word
}

const OPEN_ENDED = new Set(
  '~ for on at in to with from off up out down into of a an the my is are'.split(' '),
)

const POINTING = new Set('this that these those'.split(' '))

/** The position of the next word in that direction if it is the wanted one, else -1. */
function step(tokens: readonly Token[], from: number, direction: 1 | -1, wanted: string): number {
  for (let position = from + direction; ; position += direction) {
    const token = tokens[position]
    if (token === undefined) return -1
    if ((direction === 1 ? token : tokens[position + 1])?.afterBreak) return -1
    if (token.word === wanted || (wanted.length > 3 && token.word === `${wanted}s`)) return position
    if (!PASSED_OVER.has(token.word)) return wanted === '*' ? position : -1
  }
}
