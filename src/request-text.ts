import { InputError } from './errors.ts'

/** Longest message taken, in UTF-16 code units; about 4,000 tokens, more than any chat platform lets a person send. */
export const MAX_REQUEST_LENGTH = 16_000

/** Control characters that no typed message holds, or bytes that were no text. */
const BINARY = /(?![\t\n\r])\p{Cc}|\uFFFD{2}/u

/**
 * The text of a request as it is given to a model: trimmed, lone surrogates replaced.
 *
 * @throws {InputError} for an empty, over-long or binary message, saying what to do
 */
export function requestText(message: string): string {
  const text = message.trim()
  if (text.replaceAll(/[\s\u200B-\u200F\u2060\uFEFF]/gu, '') === '') {
    throw new InputError('The message is empty. Write what you want to ask.')
  }
  if (text.length > MAX_REQUEST_LENGTH) {
    throw new InputError(
      `The message has ${text.length.toLocaleString('en')} characters; at most ${MAX_REQUEST_LENGTH.toLocaleString('en')} can be asked at once. Shorten it or split it.`,
    )
  }
  if (BINARY.test(text)) {
    throw new InputError('The message holds binary data. Paste it as text.')
  }
  return text.toWellFormed()
}

/** A whole question, which is asked rather than answered. */
export function isQuestion(text: string): boolean {
  return /^\s*(?:what|how|why|who|when|where|which|can|could|is|are|do|does|did|should|will|would)\b[^?]+\?\s*$/i.test(
    text,
  )
}
