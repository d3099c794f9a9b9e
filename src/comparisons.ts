import type { Strategy } from '../strategies/strategy.ts'
import type { Bot, Caller, Person } from './bot-types.ts'
import { type AnswerMemory, NO_ANSWERS } from './comparison/answer-memory.ts'
import { comparisonView } from './comparison/comparison-view.ts'
import { type PlannedCell, planCells, type Screened } from './comparison/plan-cells.ts'
import { readOrder, type WantedCells } from './comparison/read-order.ts'
import { CALLS_TO_JUDGE, createComparisonRunner } from './comparison-runner.ts'
import type { Comparing, ComparisonOrder, ComparisonView } from './comparison-types.ts'
import { floorOf, type MessageKey, type Place, type Request } from './domain.ts'
import { InputError, LoadError } from './errors.ts'
import type { CallGroup } from './load/call-group.ts'
import type { Counted } from './load/limits.ts'
import { withBudget } from './models/budgeted-model.ts'
import { type PlaceSettings, workspaceKey } from './places.ts'
import { requestText } from './request-text.ts'
import type { RunOptions } from './run-exchange.ts'
import { trustedContext } from './setting-choices.ts'
import type { Begun, ComparisonRecord } from './store/comparison-store.ts'
import { RETRACTED } from './store/exchange-rows.ts'
import type { ConversationMemory, ExchangeRecord } from './store/store.ts'

export interface ComparisonOptions extends RunOptions {
  readonly strategies: readonly Strategy[]
  readonly pseudonym: (person: Person) => string
  readonly isAdmin: (person: Person) => boolean
  /** The model of a place that has chosen none. */
  readonly defaultModel: string
  /** Decides the order of the answers; from 0 up to 1. */
  readonly random?: () => number
  /** Where answers are remembered; nowhere by default. */
  readonly answers?: AnswerMemory
  /** Milliseconds one call of a comparison may take. */
  readonly longestCall?: number
  readonly settingsAt: (place: Place) => Promise<PlaceSettings>
  readonly remembered: (place: Place) => Promise<ConversationMemory>
}

/** Comparisons that run at once, and that are begun in an hour: each costs up to six calls and the checks of them. */
const MOST_OF_A_PERSON = 1
const MOST_OF_A_WORKSPACE = 4
const MOST_AN_HOUR = 60
const HOUR = 60 * 60_000

/** How long people vote, in milliseconds; after that whoever looks is shown the names. */
export const OPEN_FOR = 24 * HOUR

const BUSY: Readonly<Record<Exclude<Begun, 'begun' | 'duplicate'>, string>> = {
  person_busy: 'You have a comparison under way. Wait for it, or cancel it first.',
  workspace_busy: `${MOST_OF_A_WORKSPACE} comparisons are under way here already. Try again when one of them has ended.`,
  workspace_spent: `${MOST_AN_HOUR} comparisons were begun here within an hour, which is as many as there may be. Try again later.`,
}

type Messages = Pick<Bot, 'recentMessages' | 'retract'>

const UNKNOWN = 'This comparison is not known any more.'
const TAKEN_BACK = 'This request was taken back, so it is not compared.'
const INTERRUPTED = 'It was interrupted, since the process that ran it has stopped. Compare again.'

/** Answers of models and strategies side by side, from their order to their reveal. */
export function createComparisons(options: ComparisonOptions) {
  const { store, pseudonym, isAdmin, now } = options
  const answers = options.answers ?? NO_ANSWERS
  const runner = createComparisonRunner({ ...options, answers })

  /** One that has been open for long enough is revealed by whoever looks. */
  async function inTime(record: ComparisonRecord): Promise<ComparisonRecord | undefined> {
    if (record.status !== 'open' || now() - (record.openedAt ?? now()) < OPEN_FOR) return record
    await store.revealComparison(record.id, now())
    return store.comparison(record.id)
  }

  /** A comparison as it is now. */
  async function found(id: string): Promise<ComparisonRecord | undefined> {
    const record = await store.comparison(id)
    return record && inTime(record)
  }

  /** @throws {InputError} when there is no such comparison where the person is */
  async function knownTo(id: string, { platform, workspace }: Person): Promise<ComparisonRecord> {
    const record = await found(id)
    // Whoever knows a comparison elsewhere has no say in it.
    if (record?.place.platform !== platform || record.place.workspace !== workspace) {
      throw new InputError(UNKNOWN)
    }
    return record
  }

  async function viewOf(id: string): Promise<ComparisonView> {
    const record = await found(id)
    if (!record) throw new InputError(UNKNOWN)
    return comparisonView(record)
  }

  async function decidedBy(id: string, person: Person, what: string): Promise<ComparisonRecord> {
    const record = await knownTo(id, person)
    if (record.asker !== pseudonym(person) && !isAdmin(person)) {
      throw new InputError(`Only the person who began this comparison, or an admin, can ${what} it.`)
    }
    return record
  }

  const comparing: Omit<Comparing, 'voteOnComparison'> = {
    async comparison(id) {
      const record = await found(id)
      return record && comparisonView(record)
    },
    async comparisonShownBy(message) {
      const id = await store.comparisonShownBy(message)
      return id === undefined ? undefined : comparing.comparison(id)
    },
    async recentComparisons(channel, limit) {
      const records = await store.recentComparisons(channel, limit)
      const settled = await Promise.all(records.map(inTime))
      return settled.flatMap((record) => (record ? [comparisonView(record)] : []))
    },
    choiceOn: (id, person) => store.choiceOf(id, pseudonym(person)),
    showsComparison: (id, message) => store.bindComparison(id, message),
    async revealComparison(id, person) {
      const { status } = await decidedBy(id, person, 'reveal')
      if (status === 'open') await store.revealComparison(id, now())
      else if (status !== 'revealed') {
        throw new InputError(
          status === 'running' ? 'The answers are not all there yet.' : 'There is nothing to reveal.',
        )
      }
      return viewOf(id)
    },
    async cancelComparison(id, person) {
      await decidedBy(id, person, 'cancel')
      const ended = await store.endComparison(id, { status: 'cancelled' })
      if (!ended) throw new InputError('This comparison has ended already.')
      runner.stop(id)
      return viewOf(id)
    },
    async takeUpComparison(platform) {
      for (;;) {
        const at = now()
        const left = await store.leftBehindComparison(platform, options.leases.now(), at - OPEN_FOR)
        if (!left) return undefined
        if (await runner.goesOn(left.id)) continue
        const isOurs =
          left.status === 'running'
            ? await store.endComparison(left.id, { status: 'failed', note: INTERRUPTED })
            : await store.revealComparison(left.id, at)
        const record = isOurs ? await store.comparison(left.id) : undefined
        if (!record) continue
        return { view: comparisonView(record), ...(record.message && { message: record.message }) }
      }
    },
  }

  /** The exchange that a message asks for, or shows: a comparison of it goes when its request goes. */
  async function exchangeBehind(message: MessageKey): Promise<ExchangeRecord | undefined> {
    const asked = await store.exchangeOf(message)
    if (asked) return asked
    const link = await store.linkOf(message)
    return link && store.exchange(link.exchangeId)
  }

  /** Ends without a view for a duplicate. @throws {InputError} where nothing is compared, saying why */
  async function* compare(caller: Caller, order: ComparisonOrder): AsyncGenerator<ComparisonView> {
    const { place, person, about } = caller
    const prompt = requestText(order.prompt)
    const [settings, memory, asked] = await Promise.all([
      options.settingsAt(place),
      options.remembered(place),
      about && exchangeBehind(about),
    ])
    if (asked?.failure?.code === RETRACTED) throw new InputError(TAKEN_BACK)
    // Where a comparison is asked for need not be where its request was: what that conversation has reached holds too.
    const reached = asked && (await options.remembered(asked.place))
    const source = asked?.key ?? about
    const chosen = {
      model: settings.find('model')?.value ?? options.defaultModel,
      strategy: settings.find('strategy')?.value ?? 'auto',
    }
    const wanted = readOrder(order, chosen, options)
    await admitted({ place, person: pseudonym(person) }, settings)
    const id = options.newId()
    const at = now()
    const { platform, workspace } = place
    const begun = await store.beginComparison(
      {
        id,
        key: caller.key,
        place,
        asker: pseudonym(person),
        prompt,
        promptKey: pseudonym({ platform: 'prompt', workspace: `${platform}:${workspace}`, user: prompt }),
        claimedBy: options.instance,
        leaseUntil: options.leases.end(),
        at,
        ...(source && { source }),
      },
      {
        perPerson: MOST_OF_A_PERSON,
        perWorkspace: MOST_OF_A_WORKSPACE,
        begun: MOST_AN_HOUR,
        since: at - HOUR,
      },
    )
    if (begun === 'duplicate') return
    if (begun !== 'begun') throw new InputError(BUSY[begun])
    const request: Request = {
      prompt,
      // A request of its own; but what the conversation has reached still holds.
      conversation: [],
      trusted: trustedContext(settings),
      ...floorOf(memory.levelFloor, reached?.levelFloor),
    }
    yield* runner.run(
      id,
      (calls, signal) => prepared(request, wanted, chosen.strategy, { calls, signal }),
      place,
      { cached: order.cached === true, workspace: workspaceKey(place) },
    )
  }

  /** A comparison counts as one request; its calls count as what they cost. @throws {InputError} */
  async function admitted(who: Counted, settings: PlaceSettings): Promise<void> {
    try {
      await options.load.admit(who, settings)
    } catch (error) {
      throw error instanceof LoadError ? new InputError(error.message, { cause: error }) : error
    }
  }

  /** @throws {InputError} where nothing is compared, saying why */
  async function prepared(
    request: Request,
    wanted: WantedCells,
    preferred: string,
    { calls, signal }: { readonly calls: CallGroup; readonly signal: AbortSignal },
  ): Promise<{ readonly screened: Screened; readonly cells: readonly PlannedCell[] }> {
    const judge = wanted.models.find(({ kind }) => kind === 'live') ?? wanted.models[0]
    const screening = await calls.judging(options).gate.screen(request, {
      ...(judge && { answeringModel: withBudget(calls.model(judge), CALLS_TO_JUDGE) }),
      signal,
    })
    if (screening.level === 'clearly_harmful') {
      throw new InputError('Not compared: the request was judged clearly harmful.')
    }
    const screened = { request, screening, gate: options.gate }
    const cells = await planCells(wanted, preferred, screened, options)
    const asked = cells.filter(({ why }) => why === undefined)
    if (asked.length < 2) throw new InputError(tooFew(cells, screening.sure))
    return { screened, cells }
  }

  /** Erases what was compared of a message's request. */
  async function retracted(source: MessageKey): Promise<readonly ComparisonRecord[]> {
    const gone = await store.retractComparisons(source)
    for (const { id, cells } of gone) {
      runner.stop(id)
      for (const { end } of cells) {
        if (end?.memoryKey !== undefined) await answers.delete(end.memoryKey)
      }
    }
    return gone
  }

  /** The same ways of dealing with messages, for those that show comparisons too. */
  function withMessages(messages: Messages): Messages {
    return {
      async recentMessages(workspace, since, limit) {
        const [own, others] = await Promise.all([
          store.openComparisonMessages(workspace, since, limit),
          messages.recentMessages(workspace, since, limit),
        ])
        return [...own, ...others].slice(0, limit)
      },
      async retract(message, orReply) {
        const [request, compared] = await Promise.all([
          messages.retract(message, orReply),
          retracted(message),
        ])
        const [first] = compared
        if (!first) return request
        const shown = compared.flatMap((record) => record.message ?? [])
        const { id: exchangeId, place } = first
        const about = request ?? ({ exchangeId, place, onlyCompared: true } as const)
        return { ...about, messages: [...(request?.messages ?? []), ...shown] }
      },
    }
  }

  return {
    comparing,
    compare,
    found,
    knownTo,
    handOver: runner.handOver,
    withMessages,
    /** Answers to somebody's prompts are not remembered any longer. */
    async forgetAnswers(pseudonyms: readonly string[]): Promise<void> {
      for (const key of await store.rememberedAnswers(pseudonyms)) await answers.delete(key)
    },
  }
}

function tooFew(cells: readonly PlannedCell[], sure: boolean): string {
  const reasons = cells.flatMap(({ strategy, model, why }) =>
    why === undefined ? [] : [`${strategy} (${model}) ${why}`],
  )
  if (!sure && reasons.length === 0) {
    return 'It is not clear that this is safe to answer, so it is only asked as it is, and that is no comparison. Name two models, or ask it with /ask.'
  }
  return `Nothing was asked, since fewer than two answers would come of it: ${reasons.join('; ') || 'no strategy fits this request'}.`
}
