import { leavesUnexplained } from './account-for.ts'
import {
  type AskForm,
  askForm,
  asksForGuarding,
  asksForProcedure,
  asksForProtection,
  asksWhatWith,
} from './ask-form.ts'
import { touchesCarefulSubject } from './careful-subjects.ts'
import { judgeDiscrimination } from './discrimination.ts'
import { fictionAt } from './fiction.ts'
import { nounPhraseAt } from './find-target.ts'
import { doubtful, type Finding, firmDoubt, grave, harmful, harmless, unclear } from './finding.ts'
import { findTopics, type HarmTopic } from './harm-topics.ts'
import { alarmOf, EVERYDAY, harmsTarget, isEverydayWith } from './harmful-targets.ts'
import { kindsOfWord, mayHurt, PERSON } from './likelihood/kinds-of-word.ts'
import { maySpeakOfPeople, type NounClass } from './noun-classes.ts'
import { isOnlyPlace } from './only-place.ts'
import { judgePastCrime } from './past-crimes.ts'
import { judgePrivacy } from './privacy.ts'
import type { SenseReading } from './read-word-senses.ts'
import type { Token } from './tokens.ts'

/** One sentence, ready for the rules. */
export interface Sentence {
  /** Folded text. */
  readonly folded: string
  readonly tokens: readonly Token[]
  /** Index of its first token in the tokens of the whole text. */
  readonly firstToken: number
  /** Whether it is not in a language the rules read. */
  readonly isForeign: boolean
  /** The alarming words that stand in it. */
  readonly senses: readonly SenseReading[]
}

/** Ends the reason given for a word whose sense nothing in its sentence settles. */
export const OPEN_SENSE = ': open sense'

export interface SentenceJudgement {
  readonly form: AskForm
  readonly findings: readonly Finding[]
}

/** Longest question, in words, that may count as a plain question of meaning or fact. */
const PLAIN_LENGTH = 22

/**
 * Applies every rule to one sentence. Pure; linear in its length.
 * @param asAsked whether to take what it mentions for asked, however it is put
 */
export function judgeSentence(
  sentence: Sentence,
  allTokens: readonly Token[],
  asAsked = false,
): SentenceJudgement {
  const { folded } = sentence
  const isMeans = asAsked || asksWhatWith(folded)
  const form = isMeans ? 'procedure' : askForm(folded)
  const words = topicText(sentence)
  const topics = findTopics(words, folded)
  const group = judgeDiscrimination(folded)
  const isOnPeople = topics.length > 0 && speaksOfPeople(sentence.tokens)
  const findings = topics.flatMap((topic) =>
    judgeTopic(topic, form, folded, {
      isJest: group?.level === 'clearly_fine',
      isFiction: fictionAt(words) > topic.at,
      isOnPeople,
    }),
  )
  const isDark = topics.some((topic) => topic.severity === 'dark' || topic.severity === 'delicate')
  const spokenFor = new Set(
    sentence.senses
      .filter((reading) => reading.harmless)
      .map((reading) => allTokens[reading.target?.index ?? -1]?.start),
  )
  const facts = {
    form,
    isAsked: isMeans || asksForProcedure(folded),
    isGuarding: asksForGuarding(folded),
    isProtection: asksForProtection(folded),
    beforeWorld: wordsBeforeWorld(sentence),
    isOnlyPlace: isOnlyPlace(sentence.tokens.map((token) => token.word).join(' ')),
  }
  for (const reading of sentence.senses) {
    // "poison weeds": the verb has settled what its object is.
    if (!reading.harmless && spokenFor.has(reading.start) && alarmOf(reading.lemma) === 'mild') continue
    const finding = judgeReading(reading, facts, sentence, allTokens)
    if (finding !== undefined) findings.push(finding)
  }
  if (group !== undefined) findings.push(group)
  const names = sentence.tokens.some((token) => token.named)
  const privacy = judgePrivacy(folded, names)
  if (privacy !== undefined) findings.push(privacy)
  const past = fictionAt(folded) === -1 ? judgePastCrime(folded, sentence.tokens) : undefined
  if (past !== undefined) findings.push(past)
  if (findings.some(({ reason }) => reason.startsWith('sense: ') || reason.endsWith(OPEN_SENSE))) {
    const rest = leavesUnexplained(sentence.tokens, sentence.firstToken, sentence.senses)
    const reason = 'more than the harmless words account for'
    if (rest !== undefined) findings.push(rest === 'somebody' ? firmDoubt(reason) : unclear(reason))
  }
  if (findings.length === 0 && hurtsTheUnknown(sentence))
    findings.push(firmDoubt('perhaps a hurtful deed to what nobody knows'))
  if (findings.length === 0 && touchesCarefulSubject(folded, sentence.tokens, form))
    findings.push(firmDoubt('a subject that needs care'))
  if (findings.length === 0 && !isDark && sentence.tokens.length <= PLAIN_LENGTH) {
    if (form === 'definition' && !asksOfOwn(sentence)) findings.push(harmless('a question of meaning'))
    if (form === 'history') findings.push(harmless('a question of history'))
  }
  return { form, findings }
}

/** Whether somebody is spoken of; "my boss" is somebody, though a boss may be a figure of a game. */
function speaksOfPeople(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ word }, at) =>
      maySpeakOfPeople(word) ||
      (kindsOfWord(word).noun === PERSON && /^(?:my|our|his|her|their)$/.test(tokens[at - 1]?.word ?? '')),
  )
}

/** "Can you tell me what …", "I would like to know what …". */
const POLITE =
  /^\W*(?:[\w' ]{0,30}? )?(?:tell|explain to|give|show) me\b|^\W*i(?:'d| would)? (?:like|want|need)(?: to (?:know|understand|learn))?\b/
const OWN = /\b(?:i|i'd|we|us|my|our|me)\b/

/** Whether a question speaks of the asker, or of what somebody by name has: it asks for more than a meaning. */
function asksOfOwn({ folded, tokens }: Sentence): boolean {
  return OWN.test(folded.replace(POLITE, '')) || tokens.some(({ named, possessive }) => named && possessive)
}

/** Whether a word for a hurtful deed, which no list of senses explains, is done to somebody or to what nobody knows. */
function hurtsTheUnknown({ tokens, senses }: Sentence): boolean {
  return tokens.some(({ word, start }, at) => {
    if (!mayHurt(kindsOfWord(word)) || senses.some((reading) => reading.start === start)) return false
    const object = nounPhraseAt(tokens, at + 1)
    if (object === undefined) return false
    return object.perhapsSomebody || (object.kind === undefined && kindsOfWord(object.word).noun === 0)
  })
}

function wordsBeforeWorld({ tokens }: Sentence): ReadonlySet<number> {
  const world = fictionAt(tokens.map((token) => token.word).join(' '))
  const before = new Set<number>()
  let at = 0
  for (const token of tokens) {
    if (at >= world) break
    before.add(token.start)
    at += token.word.length + 1
  }
  return before
}

/** The words of a sentence without alarming ones that have a harmless sense here. */
function topicText({ tokens, senses }: Sentence): string {
  const masked = new Set(
    senses.filter(({ harmless, lemma }) => harmless && !EVERYDAY.has(lemma)).map(({ start }) => start),
  )
  return tokens
    .filter((token) => !masked.has(token.start))
    .map((token) => (token.possessive ? `${token.word}'s` : token.word))
    .join(' ')
}

/** Asks for a way out, and not for a way to do it. */
const SEEKS_HELP =
  /\b(?:instead|how (?:do|can|could) i (?:stop|not|get help|get through|cope|resist)|whom? (?:do|can|should|could) i (?:call|talk|turn|speak|write)|(?:get|find|need|want) help|help me (?:stop|not|get through)|talk to (?:someone|somebody)|hotline|helpline|crisis line)\b/
const TELLS_DESPAIR =
  /^\W*i (?:really |just |often |still |always |feel like |am going to |'m going to )?(?:want|wanted|feel|need|have|keep|think|am|'m)\b(?!.*\b(?:how|which|what|ways?|methods?|tell|give|show|explain|best|where|dose|pills?)\b)/
/** Categories whose words are as often spoken of in defence. */
const LOOSE = new Set(['cybercrime'])

interface TopicFacts {
  readonly isJest: boolean
  /** Whether a made-up world is named after the topic. */
  readonly isFiction: boolean
  /** Whether the sentence speaks of somebody. */
  readonly isOnPeople: boolean
}

function judgeTopic(
  topic: HarmTopic,
  form: AskForm,
  folded: string,
  { isJest, isFiction, isOnPeople }: TopicFacts,
): readonly Finding[] {
  const { category, severity } = topic
  if (severity === 'delicate' || severity === 'dark') {
    if (form === 'definition' || isJest) return []
    if (severity === 'dark' && form === 'procedure') return [doubtful(`signs of ${category}`)]
    return [unclear(`signs of ${category}`)]
  }
  switch (form) {
    case 'procedure':
      if (asksForGuarding(folded)) return [unclear(`guarding against ${category}`)]
      if (category === 'self-harm' && SEEKS_HELP.test(folded)) return [firmDoubt('a call for help')]
      // Despair that asks for nothing yet is no request for a method.
      if (category === 'self-harm' && TELLS_DESPAIR.test(folded)) return [doubtful('a call for help')]
      // A world named after the deed makes it a deed in a story, which is still nothing to help with silently.
      if (isFiction && severity === 'crime') return [doubtful(`${category} in a story`)]
      return [(LOOSE.has(category) || (severity === 'crime' && !isOnPeople) ? harmful : grave)(category)]
    case 'definition':
      return [harmless(`what ${category} means`)]
    case 'history':
      return [harmless(`history of ${category}`)]
    case 'protection':
      return [unclear(`guarding against ${category}`)]
    default:
      return [
        severity === 'means' && form !== 'statement' ? doubtful(category) : unclear(`mention of ${category}`),
      ]
  }
}

/** What is the same for every word of a sentence, worked out once. */
interface SentenceFacts {
  readonly form: AskForm
  readonly isAsked: boolean
  readonly isGuarding: boolean
  readonly isProtection: boolean
  /** Starts of the words that stand before the name of a made-up world; empty where none is named. */
  readonly beforeWorld: ReadonlySet<number>
  /** Whether that world is the only place the sentence names. */
  readonly isOnlyPlace: boolean
}

function judgeReading(
  reading: SenseReading,
  { form, isAsked, isGuarding, isProtection, beforeWorld, isOnlyPlace }: SentenceFacts,
  sentence: Sentence,
  allTokens: readonly Token[],
): Finding | undefined {
  const alarm = alarmOf(reading.lemma)
  const isFiction = beforeWorld.has(reading.start)
  if (reading.harmless) {
    if (EVERYDAY.has(reading.lemma) || !isMainPoint(reading, sentence)) return undefined
    if (form === 'definition' || form === 'history') return harmless(`a question of ${form}`)
    if (isFiction && isOnlyPlace) return harmless('inside a game or story')
    if (reading.sure) return harmless(`sense: ${reading.domain}`)
    const isSomebody = alarm !== 'mild' || reading.target?.perhapsSomebody === true
    return (isSomebody ? firmDoubt : unclear)(`sense, not for sure: ${reading.domain}`)
  }
  if (form === 'definition') return harmless('a question of meaning')
  if (form === 'history') return harmless('a question of history')
  if (isToldOfAsker(reading)) return firmDoubt('told as done to the asker')
  const kind = reading.target?.kind
  // A world named before the deed is a frame anybody can put there; named after it, it says where the deed is done.
  if (kind !== undefined && harmsTarget(reading.lemma, kind)) {
    if (isGuarding) return unclear('guarding against violence')
    if (isFiction && isGeneric(reading, allTokens))
      return isOnlyPlace
        ? harmless('inside a game or story')
        : doubtful('a game or story beside other places')
    if (isAsked && kind === 'person' && isEverydayWith(reading.lemma, wordsBetween(reading, allTokens)))
      return doubtful(`${reading.lemma}: ${kind}, perhaps in an everyday sense`)
    if (isAsked) return (isLiving(kind) && alarm !== 'mild' ? grave : harmful)(`${reading.lemma}: ${kind}`)
    return isProtection || alarm === 'mild'
      ? unclear(`mention of ${reading.lemma}`)
      : doubtful(`${reading.lemma}: ${kind}`)
  }
  if (isFiction) return (isOnlyPlace ? harmless : unclear)('inside a game or story')
  if (kind === 'animal' && isAsked && alarm !== 'mild') return doubtful(`${reading.lemma}: animal`)
  if (kind === undefined && isAsked && (alarm === 'grave' || (reading.target?.named && alarm !== 'mild')))
    return doubtful(`${reading.lemma}: unknown object`)
  return (alarm === 'mild' ? unclear : firmDoubt)(`${reading.lemma}${OPEN_SENSE}`)
}

/** "He attacked me": what somebody suffered, not what is asked for. */
const isToldOfAsker = ({ word, target }: SenseReading): boolean =>
  (target?.word === 'me' || target?.word === 'us') && /(?:ed|shot|hit|beat|cut|burnt)$/i.test(word)

const isLiving = (kind: NounClass | undefined): boolean => kind === 'person' || kind === 'group'

/** Whether a harmless word is what the sentence is about, and not only somewhere in it. */
function isMainPoint(reading: SenseReading, sentence: Sentence): boolean {
  return (
    sentence.tokens.length <= 30 && sentence.tokens.findIndex((token) => token.start >= reading.start) <= 9
  )
}

/** Up to six words that stand between an alarming word and what it is done to. */
function wordsBetween({ end, target }: SenseReading, allTokens: readonly Token[]): readonly string[] {
  if (target === undefined) return []
  return allTokens
    .slice(Math.max(0, target.index - 6), target.index)
    .filter((token) => token.start >= end)
    .map((token) => token.word)
}

const OWNED = new Set('my our his her their your real'.split(' '))

/** Whether a person is nobody in particular: no owner, no name. Only such a one can be a figure of a game. */
function isGeneric(reading: SenseReading, allTokens: readonly Token[]): boolean {
  const target = reading.target
  if (target === undefined || target.named) return false
  for (let index = target.index - 1; index >= Math.max(0, target.index - 3); index--)
    if (OWNED.has(allTokens[index]?.word ?? '')) return false
  return true
}
