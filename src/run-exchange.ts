import type { ModelChoice } from './bot-types.ts'
import type { Place, Request } from './domain.ts'
import { describeError, InputError, RecourseError } from './errors.ts'
import type { Logger } from './logger.ts'
import type { ChatModel } from './models/chat-model.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import { type RespondInput, type RespondParts, respond } from './respond.ts'
import type { Store } from './store/store.ts'

/** How long a claim holds without being renewed, in milliseconds; a crashed process's work is taken up after it. */
export const LEASE = 60_000

export interface RunOptions extends RespondParts {
  readonly store: Store
  readonly models: { get(id: string): ChatModel; choices(): readonly ModelChoice[] }
  /** Names this process in its claims. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Logger
}

/** An exchange that this process holds the claim of. */
export interface Claimed {
  readonly exchangeId: string
  readonly place: Place
  readonly model: string
  readonly strategy: string
}

/**
 * Runs claimed exchanges: renews the lease while the flow is under way, and stores the outcome before the
 * reader is told that it is done. `request` is called inside, so that what it throws ends the exchange `failed`.
 */
export function createExchangeRunner(options: RunOptions) {
  const { store, models, logger, now } = options

  async function* run(
    claimed: Claimed,
    request: () => Request,
    earlier?: RespondInput['earlier'],
  ): AsyncGenerator<ReplyEvent> {
    const { exchangeId } = claimed
    const stop = new AbortController()
    const renewal = setInterval(() => {
      store
        .renew(exchangeId, options.instance, now() + LEASE)
        .then((ours) => ours || stop.abort())
        .catch((error: unknown) => logger.warn({ err: error, exchange: exchangeId }, 'lease not renewed'))
    }, LEASE / 3)
    renewal.unref()
    let done: Done | undefined
    try {
      const events = respond(
        {
          exchangeId,
          request: request(),
          strategy: knownStrategy(claimed.strategy),
          model: models.get(claimed.model),
          signal: stop.signal,
          ...(earlier && { earlier }),
        },
        options,
      )
      for await (const event of events) {
        if (event.type === 'done') done = event
        else yield event
      }
    } catch (error) {
      logUnexpected(error, exchangeId)
      done = failureOf({ exchangeId, model: claimed.model }, error)
    } finally {
      clearInterval(renewal)
    }
    if (done) yield await recorded(done, claimed.place)
  }

  /** Stores the outcome; where that fails the reader is told so beside the answer. */
  async function recorded(done: Done, place: Place): Promise<Done> {
    const at = now()
    try {
      await store.finish({
        exchangeId: done.exchangeId,
        claimedBy: options.instance,
        outcome: done.outcome,
        ...(done.level && { level: done.level }),
        ...(done.levelSure !== undefined && { levelSure: done.levelSure }),
        calls: done.calls,
        notes: done.notes,
        attempts: done.attempts,
        ...(done.shownAttempt !== undefined && { shownAttempt: done.shownAttempt }),
        ...(done.question && { question: done.question }),
        ...(done.failure && { failure: done.failure }),
        messages:
          done.shownAttempt === undefined
            ? []
            : [
                {
                  key: { ...place, message: done.exchangeId },
                  exchangeId: done.exchangeId,
                  attemptId: done.shownAttempt,
                  at,
                },
              ],
        at,
      })
    } catch (error) {
      logger.error({ err: error, exchange: done.exchangeId }, 'outcome not stored')
      return {
        ...done,
        notes: [...done.notes, `This exchange could not be recorded: ${describeError(error)}`],
      }
    }
    logger.info(
      {
        exchange: done.exchangeId,
        model: done.model,
        outcome: done.outcome,
        level: done.level,
        calls: done.calls,
        strategies: done.attempts.map((attempt) => attempt.strategy),
        failure: done.failure?.code,
      },
      'exchange finished',
    )
    return done
  }

  function knownStrategy(name: string): string {
    const names = ['auto', 'none', ...options.strategies.map((strategy) => strategy.name)]
    if (names.includes(name)) return name
    throw new InputError(`There is no strategy “${name.slice(0, 40)}”. Choose one of: ${names.join(', ')}.`)
  }

  function logUnexpected(error: unknown, exchangeId: string): void {
    if (error instanceof RecourseError) return
    logger.error({ err: error, exchange: exchangeId }, 'exchange broke')
  }

  return run
}

/** The end of an exchange that broke, fit for the reader. */
export function failureOf(at: { readonly exchangeId: string; readonly model: string }, error: unknown): Done {
  return {
    type: 'done',
    exchangeId: at.exchangeId,
    model: at.model,
    scripted: at.model.startsWith('rehearsal:'),
    outcome: 'failed',
    calls: 0,
    attempts: [],
    notes: [],
    failure: describeFailure(error),
  }
}

function describeFailure(error: unknown): { code: string; message: string } {
  if (error instanceof RecourseError) return { code: error.code, message: describeError(error) }
  return {
    code: 'internal',
    message:
      'Something broke on our side; it has been logged. Try again, and tell whoever runs Recourse if it stays so.',
  }
}
