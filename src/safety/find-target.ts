import { maySpeakOfPeople, type NounClass, nounClass } from './noun-classes.ts'
import { singularForms, type Token } from './tokens.ts'

/** What an alarming word is done to. */
export interface Target {
  /** The noun that decides, folded. */
  readonly word: string
  /** Undefined where the noun is not known. */
  readonly kind: NounClass | undefined
  /** True for a capitalised word inside a sentence: perhaps a person's name. */
  readonly named: boolean
  /** Whether it may be, or may hide, somebody although its likeliest kind is a thing. */
  readonly perhapsSomebody: boolean
  /** Whether a word nobody knows stands after it in its phrase, and may be its true head: "the camera feed". */
  readonly headUnknown: boolean
  /** Whether it belongs to somebody else: "my neighbour's dog". */
  readonly owned: boolean
  /** Index of the deciding word. */
  readonly index: number
  /** Index of the last word of its noun phrase. */
  readonly end: number
}

const SKIPPED = new Set(
  'a an the my your our his her its their this that these those some any all of for every each both up off out down away into in on at to from with over through upon back against other another more most several many few two three 2 3 really completely quickly safely just open apart'.split(
    ' ',
  ),
)
const PERSONAL = new Set(
  'him them someone somebody anyone anybody everyone everybody people myself yourself himself herself themselves ourselves us me you'.split(
    ' ',
  ),
)
/** Words at which the noun phrase after the word is over. */
const STOPS = new Set(
  'who whom whose which when where while because if so and or but as than then for from by of in on at to with without before after during until since is are was were be been being do does did can could should would will may might must i you he she it we they not how what why using inside under via near between about against a an the my your our his her their this that these those'.split(
    ' ',
  ),
)
/** Words that say where somebody is, once the noun they follow is found: "the toddler next door". */
const WHEREABOUTS = new Set(
  'next across down over upstairs downstairs outside inside behind beside opposite around here there'.split(
    ' ',
  ),
)
/** Longest noun phrase looked at, in words. */
const REACH = 8

/**
 * Finds the thing a word is done to: the head of the noun phrase after it, or what `it` stands for. Of several
 * joined by "and", "or" or a comma, a person decides, wherever named.
 */
export function findTarget(tokens: readonly Token[], index: number): Target | undefined {
  const first = firstTarget(tokens, index)
  if (first === undefined || isLiving(first.kind) || first.index < index) return first
  let last = first
  for (let count = 0; count < CONJUNCTS; count++) {
    const next = nextConjunct(tokens, last.end)
    if (next === undefined) break
    if (isLiving(next.kind)) return next
    if (next.perhapsSomebody) return { ...first, perhapsSomebody: true, end: next.end }
    if (next.kind === undefined) return { ...first, headUnknown: true, end: next.end }
    last = next
  }
  return { ...first, end: last.end }
}

/** Most joined things looked at; a bound on time. */
const CONJUNCTS = 12
const JOINING = new Set('and or plus then also even nor'.split(' '))
/** What begins a noun phrase for certain. */
const OPENING = new Set(
  'a an the my your our his her its their this that these those some any every'.split(' '),
)

function isLiving(kind: NounClass | undefined): boolean {
  return kind === 'person' || kind === 'group'
}

/** The noun phrase joined to the one that ends at `end`; undefined where none follows, or a clause of its own does. */
function nextConjunct(tokens: readonly Token[], end: number): Target | undefined {
  let start = end + 1
  if (tokens[start]?.startsSentence ?? true) return undefined
  let isJoined = tokens[start]?.afterBreak ?? false
  const isListed = isJoined
  while (start <= end + 3 && JOINING.has(tokens[start]?.word ?? '')) {
    isJoined = true
    start++
  }
  if (!isJoined) return undefined
  const opening = tokens[start]
  if (opening === undefined) return undefined
  let head = start
  while (head < start + 4 && SKIPPED.has(tokens[head]?.word ?? '') && headFollows(tokens, head)) head++
  const word = tokens[head]?.word ?? ''
  if (!OPENING.has(opening.word) && nounClass(word) === undefined && !PERSONAL.has(word)) return undefined
  if (PERSONAL.has(word) || word === 'her')
    return {
      word,
      kind: 'person',
      named: false,
      perhapsSomebody: true,
      headUnknown: false,
      owned: false,
      index: head,
      end: head,
    }
  const found = headOfPhrase(tokens, head)
  // "if it hangs, my boss is angry": a comma and a verb after the noun make a clause, not one more thing.
  const after = tokens[(found?.end ?? end) + 1]
  const isClause = isListed && after !== undefined && !after.afterBreak && CLAUSE.test(after.word)
  return isClause ? undefined : found
}

const CLAUSE =
  /^(?:is|are|was|were|will|would|can|could|should|has|have|had|does|do|did|said|says|wants|told|gave|asked)$/

function firstTarget(tokens: readonly Token[], index: number): Target | undefined {
  const own = tokens[index]
  let position = index + 1
  while (position < tokens.length && position <= index + 4) {
    const token = tokens[position]
    if (token === undefined || token.afterBreak) return before(tokens, index)
    if (token.word === 'her' && !headFollows(tokens, position)) break
    if (!SKIPPED.has(token.word)) break
    position++
  }
  if (own?.possessive) return undefined
  const first = tokens[position]
  if (first === undefined || first.afterBreak) return before(tokens, index)
  if (first.word === 'it' || first.word === 'them') return antecedent(tokens, index) ?? before(tokens, index)
  if (PERSONAL.has(first.word) || first.word === 'her')
    return {
      word: first.word,
      kind: 'person',
      named: false,
      perhapsSomebody: true,
      headUnknown: false,
      owned: false,
      index: position,
      end: position,
    }
  return headOfPhrase(tokens, position) ?? before(tokens, index)
}

/** Words for people as well as for parts of a computer. */
const TWO_FACED = new Set('driver server worker client agent host model runner bot'.split(' '))
/** Words around a two-faced one that are looked at for a sign of computing. */
const AROUND = 8

function kindAt(tokens: readonly Token[], position: number): NounClass | undefined {
  const word = tokens[position]?.word ?? ''
  const kind = nounClass(word)
  if (kind === 'game') return isColleague(tokens, position) ? 'person' : 'game'
  if (kind !== 'software' || !singularForms(word).some((form) => TWO_FACED.has(form))) return kind
  const around = tokens.slice(Math.max(0, position - AROUND), position + AROUND)
  const isComputing = around.some(
    (token) => token.word !== word && ['software', 'device', 'account'].includes(nounClass(token.word) ?? ''),
  )
  return isComputing ? 'software' : 'person'
}

/** Figures of games that are also people around us. */
const FIGURES = new Set(
  'boss enemy enemies opponent opponents player players king queen hero hunter'.split(' '),
)
const OURS = new Set('my our his her their your real'.split(' '))
const PLAY =
  /^(?:game|games|gaming|chess|match|level|raid|dungeon|zombie|dragon|final|tournament|poker|tennis|debate|league|quest|minecraft|fortnite|sports?|race|competition|contest|round|controller|board|cards?|rpg|boxing|football|soccer|basketball|golf|scrabble|monopoly)$/

/** "my boss" is a person unless play is spoken of. */
function isColleague(tokens: readonly Token[], position: number): boolean {
  if (!FIGURES.has(tokens[position]?.word ?? '')) return false
  const before = tokens.slice(Math.max(0, position - 2), position)
  if (!before.some((token) => OURS.has(token.word))) return false
  return !tokens
    .slice(Math.max(0, position - AROUND), position + AROUND)
    .some((token) => PLAY.test(token.word))
}

function headFollows(tokens: readonly Token[], position: number): boolean {
  const next = tokens[position + 1]
  return next !== undefined && !next.afterBreak && !STOPS.has(next.word)
}

/** Kinds whose names are listed products, so that a capital makes no person of them. */
const PRODUCTS: ReadonlySet<NounClass> = new Set(['software', 'device', 'account', 'instrument'])
/** People that say which program is meant: "child process". */
const OF_PROGRAMS = new Set(
  'child children parent user users worker client host guest driver server agent'.split(' '),
)
/** What an earlier person in the phrase may only describe: "employee contract", "child process", "family portrait". */
const DESCRIBED: ReadonlySet<NounClass> = new Set([
  'software',
  'contract',
  'document',
  'message',
  'account',
  'media',
])
/** Words after a noun that do not belong to its phrase. */
const TRAILING =
  /^(?:\p{L}+ly|now|today|tonight|tomorrow|again|first|once|fast|well|early|late|online|offline|indoors|outdoors|home|please|better|faster|open|evenly|apart|there|too|also|only|even|plus|straight|every|each|any|some|all|both)$/u

/** From this many unknown words on a noun phrase may hide anybody. */
const UNKNOWNS = 3

/** The noun phrase that begins at a word, after its determiners. */
export function nounPhraseAt(tokens: readonly Token[], start: number): Target | undefined {
  let position = start
  while (position < start + 4 && SKIPPED.has(tokens[position]?.word ?? '')) position++
  return headOfPhrase(tokens, position)
}

/** The last known noun of a phrase; nouns that own or describe another one give way to it, but people do so rarely. */
function headOfPhrase(tokens: readonly Token[], start: number): Target | undefined {
  let found: Target | undefined
  let unknown: Target | undefined
  let owned = false
  let end = start
  let perhapsSomebody = false
  let headUnknown = false
  let unknowns = 0
  for (let position = start; position < Math.min(tokens.length, start + REACH); position++) {
    const token = tokens[position]
    if (token === undefined || (position > start && token.afterBreak)) break
    if (position > start && (WHEREABOUTS.has(token.word) || JOINING.has(token.word))) break
    if (found !== undefined && TRAILING.test(token.word)) break
    if (STOPS.has(token.word)) {
      // "a group of people": the people count.
      if (token.word === 'of' && position > start) continue
      break
    }
    const kind = kindAt(tokens, position)
    const { word, named } = token
    if (named && !PRODUCTS.has(kind ?? 'person')) perhapsSomebody = true
    if (maySpeakOfPeople(word) && !isSpokenOfAsThing(tokens, position, kind)) perhapsSomebody = true
    const target = { word, kind, named, perhapsSomebody, headUnknown, owned, index: position, end: position }
    if (kind === undefined) {
      unknown = target
      unknowns++
      // The phrase may have a head that we do not know: "the camera feed", "a Python Jones".
      if (found !== undefined && !TRAILING.test(word)) headUnknown = true
    } else if (found !== undefined && isLiving(found.kind) && !tokens[found.index]?.possessive) {
      // "a person sitting there", "the nurse ward": what follows a person rarely replaces it.
      if (/(?:ing|ly|ed)$/.test(word)) break
      if (isLiving(kind) || (position === found.index + 1 && DESCRIBED.has(kind))) {
        if (kind === 'software' && OF_PROGRAMS.has(found.word)) perhapsSomebody = false
        found = { ...target, perhapsSomebody }
      }
    } else if (token.possessive && !isLiving(kind)) {
      // "the plant's control system": what a thing owns is what counts.
      unknown = { ...target, kind: undefined }
      found = undefined
      headUnknown = true
    } else {
      found = target
      headUnknown = false
    }
    end = position
    if (PERSONAL.has(word) && !token.possessive) break
    if (token.possessive && isLiving(kind)) owned = true
  }
  const head = found ?? unknown
  if (head === undefined) return undefined
  const whole = {
    ...head,
    end,
    headUnknown,
    perhapsSomebody: perhapsSomebody || isLiving(head.kind) || unknowns >= UNKNOWNS,
  }
  // Harm to a part of somebody is harm to them.
  return whole.kind === 'body' && whole.owned ? { ...whole, kind: 'person' } : whole
}

/** Whether the words around say that a word that may name people names a figure of a game, a program or a sum here. */
function isSpokenOfAsThing(tokens: readonly Token[], position: number, kind: NounClass | undefined): boolean {
  const word = tokens[position]?.word
  const around = tokens.slice(Math.max(0, position - AROUND), position + AROUND)
  const others = around.filter((token) => token.word !== word)
  const isCompound = [tokens[position - 1], tokens[position + 1]].some(
    (token) =>
      token !== undefined &&
      THINGLY.has(nounClass(token.word) ?? 'person') &&
      !token.possessive &&
      !maySpeakOfPeople(token.word),
  )
  switch (kind) {
    case 'game':
      return others.some(
        (token) => PLAY.test(token.word) || (ROLES.has(word ?? '') && STORY.test(token.word)),
      )
    case 'software':
    case 'sport':
      return (
        isCompound || others.some((token) => nounClass(token.word) === kind && !maySpeakOfPeople(token.word))
      )
    case 'goal':
    case 'media':
      return isCompound
    default:
      return false
  }
}
/** Figures that exist only in what somebody writes. */
const ROLES = new Set('character characters protagonist antagonist villain hero'.split(' '))
const STORY = /^(?:novel|story|stories|screenplay|script|book|comic|film|movie|fanfic|campaign|chapter|plot)$/
const THINGLY: ReadonlySet<NounClass> = new Set(['goal', 'business', 'media', 'software', 'sport', 'money'])

/** After these a verb is done by somebody, not suffered. */
const ACTIVE = new Set('to i we you can could should would will may might must and or please'.split(' '))

const SUFFERED = new Set('be being been get gets getting got was were is are'.split(' '))

/** For words at the end of a clause: "get my neighbour killed", "a bath bomb". */
function before(tokens: readonly Token[], index: number): Target | undefined {
  if (ACTIVE.has(tokens[index - 1]?.word ?? '')) return undefined
  let position = index - 1
  while (SUFFERED.has(tokens[position]?.word ?? '') && !tokens[position + 1]?.afterBreak) position--
  const token = tokens[position]
  if (token === undefined || tokens[position + 1]?.afterBreak) return undefined
  const kind = kindAt(tokens, position)
  return kind === undefined
    ? undefined
    : {
        word: token.word,
        kind,
        named: token.named,
        perhapsSomebody: maySpeakOfPeople(token.word) && !isSpokenOfAsThing(tokens, position, kind),
        headUnknown: false,
        owned: false,
        index: position,
        end: position,
      }
}

/** The nearest known noun before the word: what `it` most likely stands for. */
function antecedent(tokens: readonly Token[], index: number): Target | undefined {
  for (let position = index - 1; position >= Math.max(0, index - 30); position--) {
    const token = tokens[position]
    const kind = token === undefined ? undefined : nounClass(token.word)
    if (token !== undefined && kind !== undefined && kind !== 'abstract')
      return {
        word: token.word,
        kind,
        named: token.named,
        perhapsSomebody: maySpeakOfPeople(token.word) && !isSpokenOfAsThing(tokens, position, kind),
        headUnknown: false,
        owned: false,
        index: position,
        end: index + 1,
      }
  }
  return undefined
}
