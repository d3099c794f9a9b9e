import { isFine, type Request } from '../domain.ts'
import { addsInformation } from './adds-information.ts'
import { OPEN_SENSE } from './judge-sentence.ts'
import { nounClass, nounClasses } from './noun-classes.ts'
import { type PreparedText, prepareText } from './prepare-text.ts'
import type { SenseReading } from './read-word-senses.ts'
import { redefinesAsSomebody } from './redefined.ts'
import type { Screening } from './safety-gate.ts'
import { screeningOf } from './screening.ts'
import { senseEntry } from './sense-inventory.ts'
import { type Evidence, type Settled, settle } from './settle.ts'
import { singularForms, tokenize } from './tokens.ts'
import { gatherEvidence, moreHarmful, weighText } from './weigh-text.ts'

/** Earlier user turns looked at, newest first; older ones have set the request's floor. */
const TURNS = 20
/** Joined turns are read up to this many UTF-16 units, newest kept. */
const JOINED = 8_000

/**
 * Screens a request in process: the prompt, the user's earlier turns, both joined (a request may come in
 * pieces), and a reply to a clarifying question. Pure; linear in the length of all; never throws.
 */
export function screenRequest(request: Request): Screening {
  const prepared = prepareText(request.prompt)
  const found = withConversation(request, gatherEvidence(prepared))
  return screeningOf(
    { ...clarified(request, prepared, withRedefinitions(request, prepared, found)), heard: ['process'] },
    request,
  )
}

/** A harmless reading rests on its object being what its name says. */
function withRedefinitions(request: Request, prepared: PreparedText, found: Settled): Settled {
  if (!isFine(found.level) || !found.sure) return found
  const nouns = prepared.sentences
    .flatMap(({ senses }) => senses)
    .flatMap(({ harmless, target }) => (harmless && target !== undefined ? [target.word] : []))
  if (nouns.length === 0) return found
  const said = request.conversation.slice(-TURNS).map((turn) => turn.content.slice(-JOINED))
  const reply = request.clarification?.reply
  const texts = [request.prompt, ...said, ...(reply === undefined ? [] : [reply])]
  return redefinesAsSomebody(texts, [...new Set(nouns)])
    ? { ...found, level: 'borderline_fine', sure: false, reasons: ['a word is given to somebody as a name'] }
    : found
}

function withConversation(request: Request, prompt: Evidence): Settled {
  const turns = request.conversation.filter((turn) => turn.role === 'user').slice(-TURNS)
  if (turns.length === 0) return settle(prompt)
  const joined = [...turns.map((turn) => turn.content), request.prompt].join(' ').slice(-JOINED)
  const earlier = [...turns.map((turn) => turn.content), joined].map((text) => weighText(text))
  // Earlier turns can only raise: what is not clear about them says nothing against this request, but what they
  // have made likely does.
  const odds = earlier.map((weighed) => weighed.odds).reduce((a, b) => Math.max(a, b), prompt.odds)
  return earlier.filter((weighed) => !isFine(weighed.level)).reduce(moreHarmful, settle({ ...prompt, odds }))
}

/**
 * A reply can make a fine reading sure only where the request itself leaves one word open, and it never lowers a
 * level: it is what somebody says, true or not. Harm it chooses raises the level whatever was read before.
 */
function clarified(request: Request, prepared: PreparedText, original: Settled): Settled {
  const clarification = request.clarification
  if (clarification === undefined) return original
  // A reply is a few words long, of which likelihood knows nothing; the rules read it.
  const reply = gatherEvidence(prepareText(clarification.reply))
  if (!isFine(reply.level)) return moreHarmful(original, settle(reply))
  if (!isFine(original.level)) return original
  const senses = prepared.sentences.flatMap((sentence) => sentence.senses)
  const said = contentWords(clarification.reply)
  if (senses.some((reading) => choosesHarm(said, reading)))
    return {
      ...original,
      level: 'borderline_harmful',
      sure: false,
      reasons: ['the user chose the alarming sense of a word'],
    }
  if (speaksOfSomebody(clarification.reply) || WITHDRAWAL.test(clarification.reply.slice(0, 400)))
    return { ...moreHarmful(original, UNSETTLED), sure: false }
  if (original.sure || !addsInformation(clarification.reply, request)) return original
  // A reply settles one open word; whatever else made the request unclear stays so.
  const isOneWord = original.reasons.every((reason) => reason.endsWith(OPEN_SENSE))
  const open = senses.filter(({ harmless }) => !harmless)
  if (isOneWord && open.length > 0 && open.every((reading) => choosesHarmless(said, reading)))
    return {
      ...original,
      level: 'borderline_fine',
      sure: true,
      reasons: ['the user chose a harmless sense the request allows'],
    }
  return original
}

const UNSETTLED: Settled = {
  level: 'borderline_fine',
  sure: false,
  reasons: ['the reply settles nothing'],
  odds: Number.NEGATIVE_INFINITY,
}
const WITHDRAWAL =
  /\b(?:nothing|forget (?:it|that|about)|never ?mind|drop it|nvm|cancel|whatever|no longer|doesn't matter|not important)\b/iu

function speaksOfSomebody(reply: string): boolean {
  return tokenize(reply).some(({ word }) => {
    const kind = nounClass(word)
    return kind === 'person' || kind === 'group'
  })
}

/** Whether a reply names the alarming sense of a word, or somebody as what an open one is done to. */
function choosesHarm(said: ReadonlySet<string>, { harmless, sense, lemma }: SenseReading): boolean {
  const harm = senseEntry(lemma)?.harm
  if (harm !== undefined && covers(said, harm) && !(harmless && covers(said, sense))) return true
  return !harmless && [...said].some((word) => ['person', 'group'].includes(nounClass(word) ?? ''))
}

/** Whether a reply picks a harmless sense that fits what the word is done to in the text. */
function choosesHarmless(said: ReadonlySet<string>, { lemma, target }: SenseReading): boolean {
  // Without an object in the text there is nothing for a sense to fit.
  if (target === undefined || target.perhapsSomebody || target.owned) return false
  // An unknown word with the ending of a trade or a person is not made a thing by what somebody claims.
  if (target.kind === undefined && LIKE_A_PERSON.test(target.word)) return false
  const kinds = [...said].flatMap((word) => nounClasses(word))
  return (senseEntry(lemma)?.senses ?? []).some(({ sense, on }) => {
    if (target.kind !== undefined && !on.includes(target.kind)) return false
    return covers(said, sense) || on.some((kind) => kinds.includes(kind))
  })
}

const LIKE_A_PERSON = /(?:[eo]r|ist|ian|ess|ee|girl|boy|m[ae]n)s?$/

const SMALL = new Set(
  'a an the or and of in on by to up what so it one with from not is are for my i something thing'.split(' '),
)

function contentWords(text: string): ReadonlySet<string> {
  return new Set(
    tokenize(text)
      .map((token) => singularForms(token.word).at(-1) ?? token.word)
      .filter((word) => !SMALL.has(word)),
  )
}

/** Whether a reply repeats most of the words of a sense. */
function covers(said: ReadonlySet<string>, sense: string): boolean {
  const meaning = contentWords(sense)
  return [...meaning].filter((word) => said.has(word)).length > meaning.size / 2
}
