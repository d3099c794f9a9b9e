import type { HistoryEntry } from '../../bot-types.ts'
import { type ClarifyingQuestion, DIRECT, type Outcome, type SafetyLevel } from '../../domain.ts'
import { readable } from '../../reader-notes.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'

/** One exchange as the page shows it: a request and whatever has come of it so far. */
export interface ExchangeView {
  readonly id: string
  /** Id of the message that opened the conversation; equal to `message` for a top-level message. */
  readonly thread: string
  readonly message: string
  readonly author: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly prompt: string
  readonly model: string
  readonly scripted: boolean
  /** Set while the bot is at work: what it is doing. */
  readonly status?: string
  /** Text of the answer so far, and the attempt it belongs to. */
  readonly streamed?: { readonly attempt: string; readonly text: string }
  readonly outcome?: Outcome
  readonly level?: SafetyLevel
  readonly answer?: string
  /** Id of the attempt that `answer` is; what votes on this exchange label. */
  readonly shownAttempt?: string
  readonly howAsked?: string
  readonly firstRefusal?: string
  readonly question?: ClarifyingQuestion
  readonly reply?: string
  readonly notes: readonly string[]
  readonly failure?: string
}

/** What is known of a request before the bot says anything. */
export type Opening = Pick<ExchangeView, 'message' | 'thread' | 'author' | 'at' | 'prompt'>

/** The view of an exchange whose first event has come. */
export function openView(opening: Opening, first: ReplyEvent & { exchangeId: string }): ExchangeView {
  const base: ExchangeView = { ...opening, id: first.exchangeId, model: '', scripted: false, notes: [] }
  return applyEvent(base, first)
}

/** The view after one more event. Deltas only append; a delta of another attempt starts the text anew. */
export function applyEvent(view: ExchangeView, event: ReplyEvent): ExchangeView {
  switch (event.type) {
    case 'started':
      return { ...view, model: event.model, scripted: event.scripted, status: 'Thinking …' }
    case 'delta': {
      const before = view.streamed?.attempt === event.attempt ? view.streamed.text : ''
      return { ...view, streamed: { attempt: event.attempt, text: before + event.text } }
    }
    case 'notice': {
      const { streamed: _, ...rest } = view
      return { ...rest, status: `Asking again ${event.howAsked} …`, howAsked: event.howAsked }
    }
    case 'question':
      return { ...view, question: event.question }
    case 'done':
      return finished(view, event)
  }
}

/** The view while a reply to the clarifying question is being worked on. */
export function withReply(view: ExchangeView, reply: string): ExchangeView {
  const { outcome: _, ...open } = view
  return { ...open, reply, status: 'Thinking …' }
}

/** An exchange as the store remembers it. */
export function fromHistory(entry: HistoryEntry, author: string): ExchangeView {
  const { exchange, scripted } = entry
  const shown = exchange.attempts.find(({ id }) => id === exchange.shownAttempt)
  const first = exchange.attempts[0]
  const refusal = first?.strategy === DIRECT && first.verdict !== 'full_compliance' ? first : undefined
  return {
    id: exchange.id,
    thread: exchange.place.thread,
    message: exchange.key.message,
    author,
    at: exchange.createdAt,
    prompt: exchange.prompt,
    model: exchange.model,
    scripted,
    notes: exchange.notes,
    ...(exchange.outcome ? { outcome: exchange.outcome } : { status: 'Thinking …' }),
    ...(exchange.level && { level: exchange.level }),
    ...(shown && { answer: readable(shown), shownAttempt: shown.id }),
    ...(shown?.howAsked !== undefined && { howAsked: shown.howAsked }),
    ...(refusal && shown && shown !== refusal && { firstRefusal: readable(refusal) }),
    ...(exchange.question && { question: exchange.question }),
    ...(exchange.reply !== undefined && { reply: exchange.reply }),
    ...(exchange.failure && { failure: exchange.failure.message }),
  }
}

function finished(view: ExchangeView, done: Done): ExchangeView {
  const { status: _status, streamed: _streamed, howAsked: _howAsked, ...rest } = view
  return {
    ...rest,
    model: done.model,
    scripted: done.scripted,
    outcome: done.outcome,
    notes: done.notes,
    ...(done.level && { level: done.level }),
    ...(done.answer !== undefined && { answer: done.answer }),
    ...(done.shownAttempt !== undefined && { shownAttempt: done.shownAttempt }),
    ...(done.howAsked !== undefined && { howAsked: done.howAsked }),
    ...(done.firstRefusal !== undefined && { firstRefusal: done.firstRefusal }),
    ...(done.question && { question: done.question }),
    ...(done.failure && { failure: done.failure.message }),
  }
}
