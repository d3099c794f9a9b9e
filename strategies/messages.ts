import { asOneTurn } from '../src/control-tokens.ts'
import type { ChatMessage, Request } from '../src/domain.ts'
import { escapeTurns } from './escape-turns.ts'

/** How much of a prompt is read for cards and notes, in UTF-16 code units. The prompt itself is never cut. */
const READ_LIMIT = 4000

/** The part of a text that cards are built from: its first few thousand characters. */
export function opening(text: string, limit = READ_LIMIT): string {
  if (text.length <= limit) return text
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/u, '')
}

/**
 * One line of user text or model text as quoted data: no line breaks that could end the quotation, no
 * double quotes, no imitated turns, at most `limit` characters.
 */
export function quoted(text: string, limit = 300): string {
  const line = plainTurn(opening(text, 4 * limit))
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/["“”„«»]/gu, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
  return `"${line.length > limit ? `${opening(line, limit)}…` : line}"`
}

/** A turn in which nothing imitates another turn or a card, for the eye or for a tokenizer. */
function plainTurn(text: string): string {
  return asOneTurn(escapeTurns(text))
}

/** What the answering model is to be given. */
interface Composition {
  readonly request: Request
  /** Parts of the system message, in order; those that are `undefined` are left out. */
  readonly system: readonly (string | undefined)[]
  /** Turns of our own that come before the conversation. */
  readonly demonstrations?: readonly ChatMessage[]
  /** Replaces the prompt; only for a strategy whose treatment is the wording itself. */
  readonly prompt?: string
}

/**
 * The messages of a reprompt: one system message where there is anything to say in it, our demonstrations,
 * the conversation, and last the user's prompt. What users wrote is escaped, never shortened.
 */
export function composeMessages(composition: Composition): readonly ChatMessage[] {
  const { request, demonstrations = [], prompt = request.prompt } = composition
  const system = composition.system.filter((part) => part !== undefined && part !== '').join('\n\n')
  return [
    ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
    ...demonstrations,
    ...request.conversation.map(({ role, content }) => ({ role, content: plainTurn(content) })),
    { role: 'user', content: plainTurn(prompt) },
  ]
}
