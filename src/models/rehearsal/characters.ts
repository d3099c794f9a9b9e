import type { ChatMessage } from '../../domain.ts'

/** The ways of asking again that a rehearsal model can tell, by the shape of the messages. */
export type Manner = 'few-shot' | 'contextual' | 'interactive'

/** The four stand-ins, and the one manner each yields to: the finding of arXiv 2405.05418. */
export const YIELDS_TO = {
  llama2: 'few-shot',
  gemma: 'interactive',
  'command-r-plus': 'contextual',
  phi3: 'contextual',
} as const satisfies Record<string, Manner>

export type RehearsalName = keyof typeof YIELDS_TO

export const REHEARSAL_NAMES = Object.keys(YIELDS_TO) as readonly RehearsalName[]

/** Marks that the strategies put at the start of a line, in text that users cannot write. */
const CONTEXT_CARD = /^Context card\b/mu
const CLARIFICATION = /^Clarification\b/mu

/** Fewest worked examples that count as few-shot prompting. */
const FEWEST_EXAMPLES = 4

/** Which manners these messages show. */
export function mannersOf(messages: readonly ChatMessage[]): ReadonlySet<Manner> {
  const manners = new Set<Manner>()
  const announced = messages.some(
    ({ role, content }) => role === 'system' && /\bworked examples\b/iu.test(content),
  )
  if (announced && countPairs(messages) >= FEWEST_EXAMPLES) manners.add('few-shot')
  if (messages.some(({ content }) => CONTEXT_CARD.test(content))) manners.add('contextual')
  if (messages.some(({ content }) => CLARIFICATION.test(content))) manners.add('interactive')
  return manners
}

/** What is asked: the last user message, and what a user said in reply to a question about it. */
export function requestOf(messages: readonly ChatMessage[]): {
  readonly prompt: string
  readonly reply: string
} {
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  const clarified = messages.findLast(({ content }) => CLARIFICATION.test(content))?.content ?? ''
  return { prompt, reply: clarified.match(/^>.*$/gmu)?.join('\n') ?? '' }
}

/** User messages answered before the last message. */
function countPairs(messages: readonly ChatMessage[]): number {
  return messages
    .slice(0, -1)
    .filter(({ role }, index) => role === 'user' && messages[index + 1]?.role === 'assistant').length
}
