import { findTarget, nounPhraseAt, type Target } from './find-target.ts'
import { sparesPeople } from './harmful-targets.ts'
import { maySpeakOfPeople, type NounClass } from './noun-classes.ts'
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
  /** For a harmless sense: whether it is certain for the word itself, whatever else the sentence holds. */
  readonly sure: boolean
  /** Indexes of the first and the last word the reading rests on, the word and its object included. */
  readonly from: number
  readonly to: number
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
    const found = phrase?.sense ?? senseByTarget(entry, target)
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
      sure: phrase?.sure ?? isSureByTarget(entry, found, target),
      from: Math.min(index, phrase?.from ?? index, target?.index ?? index),
      to: phrase?.to ?? Math.max(index, target?.end ?? index),
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

/** Words that are never certain to spare people by their object alone, unless the sense is one they are known for. */
const LETHAL = new Set(
  'kill murder assassinate slaughter massacre slay execute exterminate strangle choke suffocate poison drown bomb blow explode nuke stab shoot shot torture rape lynch behead kidnap gas'.split(
    ' ',
  ),
)

function isSureByTarget(
  entry: SenseEntry,
  found: HarmlessSense | undefined,
  target: Target | undefined,
): boolean {
  if (found === undefined || target === undefined || target.perhapsSomebody) return false
  // "the camera feed of a house": systems act on others through parts we do not know.
  if (target.headUnknown && (LETHAL.has(entry.lemma) || SYSTEMS.has(target.kind ?? 'device'))) return false
  return found !== DONE_TO_A_THING || !LETHAL.has(entry.lemma)
}

const SYSTEMS: ReadonlySet<NounClass> = new Set(['software', 'device', 'vehicle', 'account', 'building'])

interface FoundPhrase {
  readonly sense: HarmlessSense
  readonly from: number
  readonly to: number
  readonly sure: boolean
}

function senseByPhrase(
  entry: SenseEntry,
  tokens: readonly Token[],
  index: number,
  target: Target | undefined,
): FoundPhrase | undefined {
  let best: FoundPhrase | undefined
  let length = 0
  for (const sense of entry.senses)
    for (const phrase of sense.phrases) {
      if (phrase.length <= length) continue
      const fit = fitPhrase(phrase, entry, tokens, index, target)
      if (fit === undefined) continue
      best = { sense, ...fit }
      length = phrase.length
    }
  return best
}

/** Words between the words of a phrase that do not count. */
const PASSED_OVER = new Set('a an the my your our his her their some this that these those all'.split(' '))
/** Where a phrase stands and whether it accounts for what follows; undefined where it does not fit. */
function fitPhrase(
  phrase: readonly string[],
  entry: SenseEntry,
  tokens: readonly Token[],
  index: number,
  target: Target | undefined,
): Omit<FoundPhrase, 'sense'> | undefined {
  const anchor = phrase.indexOf('~')
  if (anchor === -1)
    return tokens[index]?.word === phrase.join('') ? { from: index, to: index, sure: true } : undefined
  let from = index
  for (let part = anchor - 1; part >= 0; part--) {
    from = step(tokens, from, -1, phrase[part] ?? '')
    if (from === -1) return undefined
  }
  let to = index
  for (let part = anchor + 1; part < phrase.length; part++) {
    to = step(tokens, to, 1, phrase[part] ?? '')
    if (to === -1) return undefined
  }
  if (phrase.length === 1 && entry.lemma !== tokens[index]?.word) return undefined
  // A phrase says nothing of a person who comes after it as its object: "hunt for children".
  const isBeyond = target !== undefined && target.index > to
  if (isBeyond && (target.kind === 'person' || target.kind === 'group') && !isParted(tokens, to, target))
    return undefined
  const last = phrase.at(-1) ?? ''
  // "murder that song": what a pointing word points at decides, not the phrase.
  if (POINTING.has(last) && isBeyond) return undefined
  const next = tokens[to + 1]
  const hasObject =
    next !== undefined && !next.afterBreak && !FOLLOWING.has(next.word) && !isAdverb(next.word)
  if (!hasObject) return { from, to, sure: true }
  // A determiner after the phrase begins an object that the phrase did not hold.
  const object = nounPhraseAt(tokens, to + 1)
  const holdsObject = object?.kind !== undefined && !object.perhapsSomebody && !object.owned
  if (PASSED_OVER.has(next.word) && !holdsObject && !OPEN_ENDED.has(last)) return undefined
  if (holdsObject) return { from, to: Math.max(to, object.end), sure: true }
  // A phrase that ends in a noun may go on as a compound: "a murder mystery party".
  const isCompound = !OPEN_ENDED.has(last) && !next.named && !maySpeakOfPeople(next.word)
  const sure = isCompound && object?.perhapsSomebody !== true
  return { from, to: sure ? Math.max(to, object?.end ?? to) : to, sure }
}

/** Whether a preposition stands between a phrase that ends in a noun and a person: "kill time with my kids". */
function isParted(tokens: readonly Token[], to: number, target: Target): boolean {
  if (OPEN_ENDED.has(tokens[to]?.word ?? '')) return false
  const next = tokens[to + 1]?.word ?? ''
  return target.index > to + 1 && FOLLOWING.has(next)
}

const isAdverb = (word: string): boolean => /^\p{L}{2,}ly$/u.test(word)
/** What may come after a whole phrase without being its object. */
const FOLLOWING = new Set(
  `at in on with without for from by to of into onto over under during before after until while when where
  because if so and or but then than as like about is are was were be do does did can could should would will may
  might must i you we that which who how what why now today tonight tomorrow again fast well early late there here
  me please better faster out up off down away ever`.split(/\s+/),
)

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
