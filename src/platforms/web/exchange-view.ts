import type { HistoryEntry } from '../../bot-types.ts'
import {
  type Attempt,
  type ClarifyingQuestion,
  DIRECT,
  type Outcome,
  type SafetyLevel,
} from '../../domain.ts'
import { readable } from '../../reader-notes.ts'
import type { Done, ReplyEvent } from '../../reply-events.ts'
import { scrubbedLine } from '../../scrubbed-text.ts'
import type { Appeal, ExchangeRecord } from '../../store/store.ts'

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
  /** Set where the model was stopped in the text shown as `answer`, because it was plain that it refused. */
  readonly cutShort?: true
  readonly howAsked?: string
  /** The first refusal, where another text or a question stands in its place. */
  readonly firstRefusal?: string
  /** Set where the model was stopped in its first refusal. */
  readonly firstCutShort?: true
  /** What had come of an answer that broke off. */
  readonly partial?: string
  readonly question?: ClarifyingQuestion
  readonly reply?: string
  readonly notes: readonly string[]
  readonly failure?: string
  /** The channel can be asked whether the refusal shown was right. */
  readonly appealable?: true
  readonly appeal?: Appeal
  /** What is said in place of its text, once that was erased after its time. */
  readonly scrubbed?: string
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
    case 'waiting':
      return { ...view, status: event.doing === undefined ? 'Thinking …' : `${capitalised(event.doing)} …` }
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

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The view while a reply to the clarifying question is being worked on. */
export function withReply(view: ExchangeView, reply: string): ExchangeView {
  const { outcome: _outcome, firstRefusal: _refusal, firstCutShort: _cut, ...open } = view
  return { ...open, reply, status: 'Thinking …' }
}

/** The view once its refusal is appealed, and as the vote goes on. */
export function withAppeal(view: ExchangeView, appeal: Appeal): ExchangeView {
  const { appealable: _, ...rest } = view
  return { ...rest, appeal }
}

/** The view while the channel's word is acted on. */
export function askingAfterAppeal(view: ExchangeView): ExchangeView {
  const { outcome: _outcome, streamed: _streamed, cutShort: _cut, ...open } = view
  return { ...open, status: 'Thinking …' }
}

/** An exchange as the store remembers it. */
export function fromHistory(entry: HistoryEntry, author: string): ExchangeView {
  const { exchange, scripted, appealable } = entry
  const shown = exchange.attempts.find(({ id }) => id === exchange.shownAttempt)
  const view: ExchangeView = {
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
    ...attemptFacts(exchange),
    ...(exchange.question && { question: exchange.question }),
    ...(exchange.reply !== undefined && { reply: exchange.reply }),
    ...(exchange.failure && { failure: exchange.failure.message }),
    ...(appealable && { appealable }),
    ...(exchange.appeal && { appeal: exchange.appeal }),
  }
  return exchange.scrubbedAt === undefined ? view : withoutText(view, exchange.scrubbedAt)
}

/** Of an exchange without its text only what was made of it is left to show. */
function withoutText(view: ExchangeView, scrubbedAt: number): ExchangeView {
  const { id, thread, message, author, at, model, scripted, outcome, level } = view
  return {
    ...{ id, thread, message, author, at, model, scripted },
    prompt: '',
    notes: [],
    ...(outcome && { outcome }),
    ...(level && { level }),
    scrubbed: scrubbedLine(scrubbedAt),
  }
}

/** What the attempts of an exchange tell beside the answer; the same live and from the store. */
function attemptFacts(
  exchange: Pick<ExchangeRecord, 'attempts' | 'outcome' | 'shownAttempt' | 'question'>,
): Pick<ExchangeView, 'cutShort' | 'firstRefusal' | 'firstCutShort' | 'partial'> {
  const { attempts, outcome, shownAttempt, question } = exchange
  const [first] = attempts
  const shown = attempts.find(({ id }) => id === shownAttempt)
  if (first && outcome === 'failed' && !question) return brokenOff(first)
  const refused = first?.strategy === DIRECT && first.verdict !== 'full_compliance'
  const replaced = shown ? shown !== first : outcome === 'clarifying'
  return {
    ...(shown?.cutShort && { cutShort: true }),
    ...(refused &&
      replaced && { firstRefusal: readable(first), ...(first.cutShort && { firstCutShort: true }) }),
  }
}

/** A text that ended by itself is none that broke off: it was of no use, and the failure says so. */
function brokenOff({ cutShort, completion }: Attempt): Pick<ExchangeView, 'partial'> {
  return cutShort && completion.trim() !== '' ? { partial: completion } : {}
}

function finished(view: ExchangeView, done: Done): ExchangeView {
  const { status: _status, streamed, howAsked: _howAsked, ...rest } = view
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
    // What a reader has seen stays, also where nothing is known of its attempt.
    ...(done.failure && done.attempts.length === 0 && streamed && { partial: streamed.text }),
    ...attemptFacts(done),
    ...(done.question && { question: done.question }),
    ...(done.failure && { failure: done.failure.message }),
    ...(done.appealable && { appealable: true }),
  }
}
