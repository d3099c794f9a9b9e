import { type Earlier, refusalKept } from './after-appeal.ts'
import { mayBeAppealed } from './appealable.ts'
import type { ModelChoice } from './bot-types.ts'
import type { Place, Request } from './domain.ts'
import { describeForReaders, InputError, isClosed, RecourseError } from './errors.ts'
import type { Leases } from './leases.ts'
import { Asides, withAsides } from './load/asides.ts'
import type { CallGroup } from './load/call-group.ts'
import type { Load } from './load/load.ts'
import type { Logger } from './logger.ts'
import { exchangeFacts } from './metrics/exchange-facts.ts'
import { type Metrics, NO_METRICS } from './metrics/metrics.ts'
import type { ChatModel } from './models/chat-model.ts'
import type { PlaceSettings } from './places.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import { type RespondParts, respond } from './respond.ts'
import type { ExchangeRecord, FinishedExchange, Store } from './store/store.ts'
import { storedDone } from './stored-done.ts'

/** The type of a request that could not be read. */
const UNKNOWN_TYPE = 'unknown'

export interface RunOptions extends RespondParts {
  readonly store: Store
  readonly models: { get(id: string): ChatModel; choices(): readonly ModelChoice[] }
  /** Names this process in its claims. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How long claims hold, and by which clock. */
  readonly leases: Leases
  readonly logger: Logger
  /** Counts what happens; nobody by default. */
  readonly metrics?: Metrics
  /** What calls wait by, and what people may ask. */
  readonly load: Load
}

/** An exchange that this process holds the claim of. */
export interface Claimed {
  readonly exchangeId: string
  readonly place: Place
  readonly model: string
  readonly strategy: string
  /** Its readers are told by messages, by whichever process ends it. */
  readonly awaitsDelivery: boolean
  /** Of a request that is new, and counts: a pseudonym, and the settings that limit it. */
  readonly counts?: { readonly person: string; readonly settings: PlaceSettings }
}

/** An exchange that was taken over, whose request counted when it was new. */
export function claimedOf(record: ExchangeRecord): Claimed {
  const { id: exchangeId, place, model, strategy, awaitsDelivery = false } = record
  return { exchangeId, place, model, strategy, awaitsDelivery }
}

/** What is asked. All of it is called inside the exchange, so that what it throws ends that `failed`. */
export interface Asked {
  readonly prompt: () => string
  /** What belongs to the request, as it is when its turn has come. */
  readonly rest: () => Omit<Request, 'prompt'> | Promise<Omit<Request, 'prompt'>>
  /** It has to wait: whatever can be looked up again is let go, since thousands may wait. */
  readonly waits?: () => void
}

/**
 * Runs claimed exchanges: lets them wait for their turn, renews the lease while they wait and while the flow is under
 * way, and stores the outcome before the reader is told that it is done.
 */
export function createExchangeRunner(options: RunOptions) {
  const { store, models, logger, now, leases, load, metrics = NO_METRICS, timer } = options
  /** Outcomes that readers were told, but that could not be stored yet. */
  const untold = new Map<string, FinishedExchange>()
  const underWay = new Map<string, AbortController>()

  async function* run(claimed: Claimed, asked: Asked, earlier?: Earlier): AsyncGenerator<ReplyEvent> {
    const { exchangeId, place } = claimed
    const started = timer()
    const seconds = () => (timer() - started) / 1000
    const stop = new AbortController()
    underWay.set(exchangeId, stop)
    const lost = () => {
      metrics.leaseLost()
      stop.abort()
    }
    const asides = new Asides<ReplyEvent>()
    const calls = load.group(place, {
      isAdmitted: claimed.counts === undefined,
      signal: stop.signal,
      waits: (doing) => asides.say({ type: 'waiting', exchangeId, ...(doing !== undefined && { doing }) }),
    })
    const renewal = setInterval(() => {
      store
        .renew(exchangeId, options.instance, leases.end())
        .then((ours) => ours || lost())
        .catch((error: unknown) => logger.warn({ err: error, exchange: exchangeId }, 'lease not renewed'))
    }, leases.length / 3)
    renewal.unref()
    let prompt: string | undefined
    const heard = () => {
      prompt = asked.prompt()
      return prompt
    }
    try {
      let done: Done | undefined
      let isShown = false
      const events = answer(claimed, { ...asked, prompt: heard }, { calls, signal: stop.signal }, earlier)
      for await (const event of withAsides(events, asides, () => stop.abort())) {
        if (event.type === 'done') done = event
        else {
          if (!isShown && (event.type === 'delta' || event.type === 'question')) {
            isShown = true
            metrics.firstText(place.platform, seconds())
          }
          yield event
        }
      }
      // The lease holds until the reader has been told: a generator goes on when its consumer is done with it.
      if (done) {
        const told = await recorded(done, claimed, prompt)
        const before = { platform: place.platform, seconds: seconds(), attempts: earlier?.attempts ?? [] }
        const facts = exchangeFacts(told, before)
        if (facts) metrics.exchangeEnded(facts)
        yield offeringAppeal(told, claimed)
      }
    } finally {
      clearInterval(renewal)
      calls.end()
      // The reply to a question can be under way before its asking has been told to the end.
      if (underWay.get(exchangeId) === stop) underWay.delete(exchangeId)
    }
  }

  /** The flow's events, once it is its turn; whatever is thrown on the way ends it `failed`. */
  async function* answer(
    claimed: Claimed,
    asked: Asked,
    { calls, signal }: { readonly calls: CallGroup; readonly signal: AbortSignal },
    earlier: Earlier | undefined,
  ): AsyncGenerator<ReplyEvent> {
    const { exchangeId, place, counts } = claimed
    try {
      const prompt = asked.prompt()
      const strategy = knownStrategy(claimed.strategy)
      const model = models.get(claimed.model)
      if (counts) await load.admit({ place, person: counts.person }, counts.settings)
      // Who is turned away is so before anything is shown; who waits sees where they stand.
      const queued = Promise.withResolvers<void>()
      const begun = calls.begin(model, () => {
        asked.waits?.()
        queued.resolve()
      })
      begun.catch(() => undefined)
      await Promise.race([begun, queued.promise])
      yield { type: 'started', exchangeId, model: model.id, scripted: model.kind === 'scripted' }
      await begun
      const request = { prompt, ...(await asked.rest()) }
      const input = { exchangeId, request, strategy, model: calls.model(model), signal }
      for await (const event of respond({ ...input, ...(earlier && { earlier }) }, calls.judging(options))) {
        if (event.type !== 'started') yield event
      }
    } catch (error) {
      logUnexpected(error, exchangeId)
      const failed = failureOf({ exchangeId, model: claimed.model }, error)
      yield afterFailure(failed, earlier)
    }
  }

  /** Stops an exchange that runs in this process; another one notices when it renews its lease. */
  function cancel(exchangeId: string): void {
    underWay.get(exchangeId)?.abort()
    untold.delete(exchangeId)
  }

  /** Whether this process is at it: its lease may have run out all the same, while the records could not be reached. */
  function isUnderWay(exchangeId: string): boolean {
    return underWay.has(exchangeId)
  }

  /** Leaves everything that runs in this process to others, at once: their leases need not run out first. */
  async function handOver(): Promise<void> {
    await store.release(options.instance)
    for (const stop of underWay.values()) stop.abort()
  }

  /**
   * Stores the outcome. Where that fails the reader is told so beside the answer, and it is tried again later;
   * where the exchange is no longer ours, the reader gets what has become of it.
   */
  async function recorded(done: Done, claimed: Claimed, prompt: string | undefined): Promise<Done> {
    // The choice is for the record: readers are told what was done, and why when they ask.
    const { choice: _, ...told } = done
    const finished = {
      ...finishedOf(done, claimed.place, options.instance, now()),
      requestType: prompt === undefined ? UNKNOWN_TYPE : options.requestType(prompt),
    }
    try {
      if (!(await store.finish(finished))) return await whatBecameOf(done)
    } catch (error) {
      // This process ends. It cannot know whether another one is at it already, and that one tells.
      if (claimed.awaitsDelivery && isClosed(error)) return takenOver(done)
      logger.error({ err: error, exchange: done.exchangeId }, 'outcome not stored')
      untold.set(done.exchangeId, finished)
      return {
        ...told,
        notes: [...done.notes, `This exchange could not be recorded: ${describeForReaders(error).message}`],
      }
    }
    logger.info(
      {
        exchange: done.exchangeId,
        model: mayBeLogged(done) ? done.model : undefined,
        outcome: done.outcome,
        level: done.level,
        calls: done.calls,
        strategies: done.attempts.map((attempt) => attempt.strategy),
        policy: done.choice?.version,
        failure: done.failure?.code,
      },
      'exchange finished',
    )
    return told
  }

  /** Anybody may name a model as they like. One that has answered, or that we offer ourselves, bears no words of theirs. */
  function mayBeLogged({ model, outcome }: Done): boolean {
    return outcome !== 'failed' || models.choices().some(({ id }) => id === model)
  }

  /** The reader's end of an exchange that another process took over, or that was erased meanwhile. */
  async function whatBecameOf(done: Done): Promise<Done> {
    logger.warn({ exchange: done.exchangeId }, 'exchange was no longer ours when it was done')
    const record = await store.exchange(done.exchangeId)
    if (!record)
      return failureOf(done, new InputError('This request was erased while it was being answered.'))
    const { outcome } = record
    // Who took it over tells the readers of messages; to tell them twice would be two answers.
    if (!outcome || record.awaitsDelivery) return takenOver(done)
    return storedDone({ ...record, outcome })
  }

  /**
   * Stores an outcome that was told but could not be stored then. True when there was one: the exchange must
   * not be answered again.
   */
  async function settle(exchangeId: string): Promise<boolean> {
    const finished = untold.get(exchangeId)
    if (!finished) return false
    await store.finish({ ...finished, claimedBy: options.instance })
    untold.delete(exchangeId)
    return true
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

  return { run, settle, cancel, isUnderWay, handOver }
}

function takenOver(done: Done): Done {
  return failureOf(done, new RecourseError('taken_over', 'Another process goes on with this request.'))
}

/** A try that broke keeps what was there before it: after an appeal that is the refusal, not nothing. */
function afterFailure(failed: Done, earlier: Earlier | undefined): Done {
  if (!earlier) return failed
  const { attempts, calls, appealed } = earlier
  if (!appealed) return { ...failed, attempts, calls }
  const { failure, ...rest } = failed
  return { ...rest, calls, ...refusalKept({ ...earlier, appealed }, failure ? [failure.message] : []) }
}

function offeringAppeal(done: Done, { strategy }: Claimed): Done {
  const isOpen = !done.afterAppeal && mayBeAppealed({ ...done, strategy })
  return isOpen ? { ...done, appealable: true } : done
}

/** The outcome as it is stored; one message, whose id is the exchange's, shows it where nothing else is bound. */
function finishedOf(
  done: Done,
  place: Place,
  claimedBy: string,
  at: number,
): Omit<FinishedExchange, 'requestType'> {
  const { exchangeId, outcome, level, levelSure, calls, notes, attempts, shownAttempt, question, failure } =
    done
  const { choice } = done
  const key = { ...place, message: exchangeId }
  return {
    exchangeId,
    claimedBy,
    outcome,
    ...(level && { level }),
    ...(levelSure !== undefined && { levelSure }),
    calls,
    notes,
    attempts,
    ...(shownAttempt !== undefined && { shownAttempt }),
    ...(question && { question }),
    ...(failure && { failure }),
    ...(choice && { choice }),
    messages: shownAttempt === undefined ? [] : [{ key, exchangeId, attemptId: shownAttempt, at }],
    at,
  }
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
    failure: describeForReaders(error),
  }
}
