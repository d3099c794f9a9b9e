import { type NounClass, nounClass } from './noun-classes.ts'
import { singularForms, type Token } from './tokens.ts'

/** What an alarming word is done to. */
export interface Target {
  /** The noun that decides, folded. */
  readonly word: string
  /** Undefined where the noun is not known. */
  readonly kind: NounClass | undefined
  /** True for a capitalised word inside a sentence: perhaps a person's name. */
  readonly named: boolean
  /** Whether it belongs to somebody else: "my neighbour's dog". */
  readonly owned: boolean
  /** Index of the deciding word. */
  readonly index: number
}

const SKIPPED = new Set(
  'a an the my your our his her its their this that these those some any all of for every each both up off out down away into in on at to from with over through upon back against other another more most several many few two three 2 3 really completely quickly safely just'.split(
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

/** Finds the thing a word is done to: the head of the noun phrase after it, or what `it` stands for. */
export function findTarget(tokens: readonly Token[], index: number): Target | undefined {
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
    return { word: first.word, kind: 'person', named: false, owned: false, index: position }
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

/** The last known noun of a phrase; nouns that own or describe another one give way to it. */
function headOfPhrase(tokens: readonly Token[], start: number): Target | undefined {
  let found: Target | undefined
  let unknown: Target | undefined
  let owned = false
  for (let position = start; position < Math.min(tokens.length, start + REACH); position++) {
    const token = tokens[position]
    if (token === undefined || (position > start && token.afterBreak)) break
    if (position > start && WHEREABOUTS.has(token.word)) break
    if (STOPS.has(token.word)) {
      // "a group of people": the people count.
      if (token.word === 'of' && position > start) continue
      break
    }
    const kind = kindAt(tokens, position)
    const target = { word: token.word, kind, named: token.named, owned, index: position }
    if (kind === undefined) {
      // "a person sitting there": what follows a person and ends in -ing or -ly does not replace it.
      unknown = target
    } else if (found?.kind === 'person' && /(?:ing|ly|ed)$/.test(token.word)) {
      break
    } else found = target
    if (PERSONAL.has(token.word) && !token.possessive) break
    if (token.possessive && kind === 'person') owned = true
  }
  // Harm to a part of somebody is harm to them.
  if (found?.kind === 'body' && found.owned) return { ...found, kind: 'person' }
  return found ?? unknown
}

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
    : { word: token.word, kind, named: false, owned: false, index: position }
}

/** The nearest known noun before the word: what `it` most likely stands for. */
function antecedent(tokens: readonly Token[], index: number): Target | undefined {
  for (let position = index - 1; position >= Math.max(0, index - 30); position--) {
    const token = tokens[position]
    const kind = token === undefined ? undefined : nounClass(token.word)
    if (token !== undefined && kind !== undefined && kind !== 'abstract')
      return { word: token.word, kind, named: false, owned: false, index: position }
  }
  return undefined
}
