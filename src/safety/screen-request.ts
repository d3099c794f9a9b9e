import { isFine, type Request } from '../domain.ts'
import { addsInformation } from './adds-information.ts'
import { nounClass } from './noun-classes.ts'
import { prepareText } from './prepare-text.ts'
import type { Screening } from './safety-gate.ts'
import { screeningOf } from './screening.ts'
import { senseEntry } from './sense-inventory.ts'
import { singularForms, tokenize } from './tokens.ts'
import { moreHarmful, type Weighed, weighText } from './weigh-text.ts'

/** Earlier user turns looked at, newest first; older ones have set the request's floor. */
const TURNS = 20
/** Joined turns are read up to this many UTF-16 units, newest kept. */
const JOINED = 8_000

/**
 * Screens a request in process: the prompt, the user's earlier turns, both joined (a request may come in
 * pieces), and a reply to a clarifying question. Pure; linear in the length of all; never throws.
 */
export function screenRequest(request: Request): Screening {
  const prompt = weighText(request.prompt)
  const found = clarified(request, withConversation(request, prompt))
  return screeningOf({ ...found, heard: ['process'] }, request)
}

function withConversation(request: Request, prompt: Weighed): Weighed {
  const turns = request.conversation.filter((turn) => turn.role === 'user').slice(-TURNS)
  if (turns.length === 0) return prompt
  const joined = [...turns.map((turn) => turn.content), request.prompt].join(' ').slice(-JOINED)
  // Earlier turns can only raise: what is not clear about them says nothing against this request.
  return [...turns.map((turn) => turn.content), joined]
    .map(weighText)
    .filter((weighed) => !isFine(weighed.level))
    .reduce(moreHarmful, prompt)
}

/**
 * A reply can make a fine reading sure only where the request itself leaves it open, and it never lowers a
 * level: it is what somebody says, true or not.
 */
function clarified(request: Request, original: Weighed): Weighed {
  const clarification = request.clarification
  if (clarification === undefined) return original
  const reply = weighText(clarification.reply)
  if (!isFine(reply.level)) return moreHarmful(original, reply)
  if (!isFine(original.level)) return original
  if (choosesHarm(request.prompt, clarification.reply))
    return {
      level: 'borderline_harmful',
      sure: false,
      reasons: ['the user chose the alarming sense of a word read as harmless'],
    }
  if (original.sure) return original
  if (!addsInformation(clarification.reply, request)) return original
  const chosen = readingChosen(request.prompt, clarification.reply)
  if (chosen === 'harmless')
    return {
      level: 'borderline_fine',
      sure: true,
      reasons: ['the user chose a harmless sense the request allows'],
    }
  if (chosen === 'harmful')
    return { level: 'borderline_harmful', sure: false, reasons: ['the user chose the alarming sense'] }
  return original
}

/** Which sense of an open alarming word of the prompt the reply speaks of. */
function readingChosen(prompt: string, reply: string): 'harmless' | 'harmful' | undefined {
  const said = contentWords(reply)
  const speaksOfPeople = [...said].some((word) => ['person', 'group'].includes(nounClass(word) ?? ''))
  let found: 'harmless' | undefined
  for (const { senses } of prepareText(prompt).sentences)
    for (const { harmless, sense, otherSenses, target } of senses) {
      if (harmless) continue
      if (speaksOfPeople || covers(said, sense)) return 'harmful'
      if (target?.kind === 'person' || target?.kind === 'group') continue
      if (otherSenses.some((other) => shares(said, other))) found = 'harmless'
    }
  return found
}

/** Whether the reply names the alarming sense of a word that was read as harmless, and not the sense that was read. */
function choosesHarm(prompt: string, reply: string): boolean {
  const said = contentWords(reply)
  return prepareText(prompt)
    .sentences.flatMap(({ senses }) => senses)
    .some(({ harmless, sense, lemma }) => {
      const harm = senseEntry(lemma)?.harm
      return harmless && harm !== undefined && covers(said, harm) && !covers(said, sense)
    })
}

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

function shares(said: ReadonlySet<string>, sense: string): boolean {
  return [...contentWords(sense)].some((word) => said.has(word))
}
