import { namesPlay } from './fiction.ts'
import { maySpeakOfPeople, type NounClass, nounClass } from './noun-classes.ts'
import type { SenseReading } from './read-word-senses.ts'
import type { Token } from './tokens.ts'

/** Words that ask, join and point, and say nothing of what is asked. */
const FUNCTION = new Set(
  `a an the my your our its this that these those some any all each every both another other more most many much few
  several one two three four five six ten i me you we us it is are was were be been am do does did done can could should would will
  shall may might must has have had how what which that because until unless though although whereas who's where when why to of in on at for from with without into onto up
  down out off over under through around across between near by about as than so please just really very too also
  not no there here now today tonight tomorrow week weekend month year again first best better good easiest easy quickest quick
  fastest fast safest safe cheapest proper right way ways method methods tips tip ideas idea help need want like would get
  make tell give show teach explain know learn try trying using use used there's what's i'm i'd during while when if long
  often per own same new old big small large little heavy hard soft hot cold stuck broken second third next last
  something anything it's don't doesn't won't can't isn't let go keep only yes ok hi hey hello thanks thank mean means
  before after never ever free left right side top bottom front middle end start part piece pieces way kind type style size step
  fix repair clean wash bake cook peel
  fun nice dirty dry wet fresh simple perfect professional healthy high low deep light dark bright modern
  open close whole main real early late well evenly am pm`.split(/\s+/),
)
/** Secrecy, force, sleep and death: no everyday matter holds them. */
const SINISTER =
  /^(?:secret\w*|unnoticed|unseen|unaware|unwatched|undetect\w*|quietly|silently|silenced?|hidden|hid(?:e|es|ing)|covert\w*|disguis\w*|traces?|traceless|evidence|alibi|caught|asleep|unconscious|naked|nude|undress\w*|underwear|drunk|unread|false\w*|fak(?:e|es|ed|ing)|pretend\w*|forge[rd]?\w*|counterfeit|lie[ds]?|lying|forever|inherit\w*|revenge|innocent|helpless|lone(?:ly)?|alone|stranger'?s?|bruises?|scream\w*|blackout|leak\w*|insurance|instant(?:ly)?|death|dead|die[ds]?|dying|suicid\w*|corpse|bod(?:y|ies)|hostages?|pregnan\w+|faint\w*|bleed\w*|vote|militia|illegal\w*|stolen|thief|unlocked?|intru\w*|sneak\w*|slip)$/
const PRONOUN =
  /^(?:he|she|they|him|her|his|hers|their|theirs|them|who|whom|whose|mine|somebody's|else's|else)$/
/** Begins a clause of its own. */
const JOINING = new Set('and or plus then also but so'.split(' '))
/** Begins a clause about what was named; it costs as much as a word nobody knows. */
const RELATING = new Set('that which because until unless though although whereas if'.split(' '))
const BEFORE_DOING = new Set('without before after when while by for'.split(' '))
/** Places, and things to which they belong, whose failing others feel. */
const SYSTEMS: ReadonlySet<NounClass> = new Set(['software', 'device', 'vehicle', 'account', 'building'])
/** Kinds of matter that one burns, breaks or poisons somewhere. */
const MATERIAL: ReadonlySet<NounClass> = new Set(['household', 'food', 'plant', 'pest', 'germ'])
/** Nouns that need no explaining wherever they stand in a sentence about a thing. */
const PLAIN: ReadonlySet<NounClass> = new Set([
  'software',
  'device',
  'media',
  'sport',
  'game',
  'pest',
  'germ',
  'plant',
  'food',
  'abstract',
  'goal',
  'message',
  'contract',
  'household',
  'document',
  'performance',
  'instrument',
  'vehicle',
  'building',
  'business',
])

/** What a sentence holds beside its harmless words: perhaps somebody or a second deed, or only words nobody knows. */
export type Unexplained = 'somebody' | 'words'

/**
 * Whether a sentence holds more than its harmless words account for: somebody, secrecy, a second thing to do,
 * or words nobody knows. Then the harmless sense of one word does not speak for the sentence. Linear.
 */
export function leavesUnexplained(
  tokens: readonly Token[],
  firstToken: number,
  readings: readonly SenseReading[],
): Unexplained | undefined {
  const explained = new Set<number>()
  const isPlay = namesPlay(tokens.map(({ word }) => word).join(' '))
  let isSystem = false
  let isPhysical = false
  let isProgram = false
  let isLethal = false
  for (const reading of readings) {
    const kind = reading.target?.kind
    if (!reading.harmless && reading.target === undefined) continue
    if (kind !== undefined && SYSTEMS.has(kind)) isSystem = true
    if (kind === 'software') isProgram = true
    if (reading.decidedBy === 'object' && kind !== undefined && MATERIAL.has(kind)) isPhysical = true
    if (reading.decidedBy === 'object' && isGrave(reading.lemma)) isLethal = true
    for (
      let index = Math.max(firstToken, reading.from);
      index <= Math.min(reading.to, reading.from + 24);
      index++
    )
      explained.add(index)
  }
  let unknown = 0
  let isTail = false
  for (const [at, token] of tokens.entries()) {
    const index = firstToken + at
    if (explained.has(index)) {
      isTail = true
      continue
    }
    const { word } = token
    if (PRONOUN.test(word) || SINISTER.test(word)) return 'somebody'
    const kind = nounClass(word)
    if (
      maySpeakOfPeople(word) &&
      !(isPlay && kind === 'game') &&
      !isModifier(tokens[at + 1], explained, index)
    ) {
      if (isLethal || isSystem || !isOccasion(tokens, at)) return 'somebody'
    }
    if (token.possessive && kind === undefined && !FUNCTION.has(word)) return 'somebody'
    if (JOINING.has(word) && !joinsThing(tokens, at)) return 'somebody'
    if (isTail && RELATING.has(word)) unknown++
    if (/ing$/.test(word) && BEFORE_DOING.has(tokens[at - 1]?.word ?? '')) {
      if (!isDoneToThing(tokens, at)) return 'somebody'
      continue
    }
    if (
      isTail &&
      (isSystem || isPhysical) &&
      kind === 'building' &&
      word !== 'home' &&
      !/^(?:my|our|your)$/.test(tokens[at - 1]?.word ?? '')
    )
      return 'somebody'
    if (isTail && tokens[at - 1]?.word === 'to' && kind === undefined && !FUNCTION.has(word))
      return 'somebody'
    if (kind !== undefined && PLAIN.has(kind)) continue
    if (ROOMS.has(word)) continue
    if (FUNCTION.has(word) || /^\p{L}{2,}ly$/u.test(word) || /^\d+\p{L}{0,2}$/u.test(word)) continue
    if (isLethal && isTail && isWhereabouts(tokens, at)) return 'somebody'
    unknown++
  }
  const most = isSystem ? (isProgram ? 1 : 0) : isLethal ? 1 : 2
  return unknown > most ? 'words' : undefined
}

/** Where one lives and works; nothing is owed an explanation for happening there. */
const ROOMS = new Set(
  `pantry loft closet shed greenhouse pond pool aquarium compost soil patch field fridge bedroom kitchen bathroom room living basement cellar attic garage balcony yard backyard corner counter dusk dawn noon night
  midnight morning evening winter summer spring autumn fall season rain snow wind sun sunlight weather background air outside
  inside weekend holiday vacation birthday boot startup default linux work gym desk`.split(/\s+/),
)

/** "at the wedding": a gathering named as a time or a place, not as who suffers. */
function isOccasion(tokens: readonly Token[], at: number): boolean {
  const kinds = nounClass(tokens[at]?.word ?? '')
  if (kinds === 'person' || kinds === 'group') return false
  let before = at - 1
  while (before > at - 3 && ARTICLES.has(tokens[before]?.word ?? '')) before--
  return /^(?:at|during|in|for|after|before)$/.test(tokens[before]?.word ?? '')
}

/** "in parliament", "of living": an unknown place or whole may be a figure for people. */
function isWhereabouts(tokens: readonly Token[], at: number): boolean {
  for (let before = at - 1; before >= Math.max(0, at - 3); before--)
    if (/^(?:in|of|at|from|on|among|inside)$/.test(tokens[before]?.word ?? '')) return true
  return false
}

const GRAVE =
  /^(?:kill|murder|assassinate|slaughter|massacre|strangle|poison|bomb|stab|torture|rape|kidnap|behead|lynch|drown|suffocate|exterminate)$/
const isGrave = (lemma: string): boolean => GRAVE.test(lemma)

/** A person word right before an explained one: "user process". */
function isModifier(next: Token | undefined, explained: ReadonlySet<number>, index: number): boolean {
  return (
    next !== undefined && !next.afterBreak && explained.has(index + 1) && nounClass(next.word) === 'software'
  )
}

/** "salt and pepper": what is joined is a known thing, not a deed. */
function joinsThing(tokens: readonly Token[], at: number): boolean {
  for (let next = at + 1; next <= at + 3; next++) {
    const word = tokens[next]?.word
    if (word === undefined) return false
    const kind = nounClass(word)
    if (kind !== undefined) return PLAIN.has(kind) && !maySpeakOfPeople(word)
    if (!ARTICLES.has(word)) return false
  }
  return false
}
const ARTICLES = new Set('a an the my our your some'.split(' '))

/** "before baking it", "without losing the charge": the doing has an object, and that is a thing. */
function isDoneToThing(tokens: readonly Token[], at: number): boolean {
  if (tokens[at - 1]?.word === 'by' || tokens[at - 1]?.word === 'for') return false
  for (let next = at + 1; next <= at + 3; next++) {
    const word = tokens[next]?.word
    // "before recycling": the object is what was named already.
    if (word === undefined) return next === at + 1 && tokens[at - 1]?.word !== 'without'
    if (word === 'it') return true
    const kind = nounClass(word)
    if (kind !== undefined) return PLAIN.has(kind) && !maySpeakOfPeople(word)
    if (!ARTICLES.has(word)) return next === tokens.length - 1
  }
  return false
}
