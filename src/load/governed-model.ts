import type { ChatMessage, Usage } from '../domain.ts'
import { ModelError } from '../errors.ts'
import { aboutTokens } from '../models/about-tokens.ts'
import type { ChatModel, GenerateOptions, ModelEvent } from '../models/chat-model.ts'
import { providerOf } from '../models/provider-of.ts'
import { type MostTries, waitBeforeRetry } from '../models/retry.ts'
import { type CallEnd, LONGEST_REST, type Permit } from './lane.ts'

/**
 * How often a call is made that fails before its first word. A provider that turns calls away says so at once and
 * charges nothing; whoever is overloaded should not be asked for long.
 */
const MOST_TRIES: MostTries = { rate_limited: 5, unavailable: 3 }

/** What a call needs of whose it is. */
export interface CallTurns {
  /** Resolves when a call of this provider may begin. @throws {ModelError} */
  enter(provider: string, signal: AbortSignal | undefined): Promise<Permit>
  /** The call is made again after so many milliseconds. */
  again(provider: string, wait: number): void
  /** What a call has cost, as the provider says, or about that. */
  charge(tokens: number): void
  /** Rejects when the signal says so. */
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
  /** From 0 up to 1. */
  readonly random: () => number
}

/**
 * A model whose calls wait for their turn, tell their provider's lane how they fared, count what they cost, and are
 * made again a few times where they failed before their first word by a limit or an overload. `turns` is asked for
 * with every call.
 */
export function governed(model: ChatModel, turns: () => CallTurns): ChatModel {
  return {
    id: model.id,
    family: model.family,
    kind: model.kind,
    stream: (messages, options) => streamInTurn(model, turns(), messages, options),
  }
}

async function* streamInTurn(
  model: ChatModel,
  turns: CallTurns,
  messages: readonly ChatMessage[],
  options: GenerateOptions,
): AsyncGenerator<ModelEvent> {
  const provider = providerOf(model.id)
  for (let tries = 1; ; tries += 1) {
    const permit = await turns.enter(provider, options.signal)
    let said = 0
    let usage: Usage | undefined
    let end: CallEnd = { kind: 'unknown' }
    let wait: number | undefined
    let isPaid = true
    try {
      for await (const event of model.stream(messages, options)) {
        // A call that is left in the middle was answered too.
        end = { kind: 'answered' }
        if (event.type === 'done') usage = event.usage
        else said += event.text?.length ?? 0
        yield event
      }
      return
    } catch (error) {
      wait = said === 0 ? waitBeforeRetry(error, tries, MOST_TRIES, turns.random) : undefined
      end = endOf(error)
      // What failed before it spoke costs nothing; what was stopped was read.
      isPaid = said > 0 || end.kind === 'unknown'
      if (wait === undefined || wait > LONGEST_REST) throw error
    } finally {
      permit.leave(end)
      if (isPaid) turns.charge(usage ? usage.input + usage.output : aboutCost(messages, said))
    }
    turns.again(provider, wait)
    // A whole lane waits for as long as a limit asks for; where something broke, or nobody knows how long, this call does.
    if (end.kind !== 'turned_away' || !end.retryAfter) await turns.sleep(wait, options.signal)
  }
}

function endOf(error: unknown): CallEnd {
  if (!(error instanceof ModelError)) return { kind: 'failed' }
  switch (error.code) {
    case 'rate_limited':
      return { kind: 'turned_away', retryAfter: error.retryAfter }
    case 'unavailable':
      return { kind: 'overloaded', retryAfter: error.retryAfter }
    case 'connection':
    case 'timeout':
      return { kind: 'failed' }
    case 'aborted':
    case 'budget_spent':
      return { kind: 'unknown' }
    default:
      // It said no to this call, which it can only say while it is there.
      return { kind: 'answered' }
  }
}

/** Tokens of a call that nobody counted, such as one that was stopped in the middle. */
function aboutCost(messages: readonly ChatMessage[], said: number): number {
  return aboutTokens([...messages.map(({ content }) => content), ' '.repeat(said)])
}
