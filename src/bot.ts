import type { Command } from '../commands/command.ts'
import { runCommand } from '../commands/run-command.ts'
import { earlierOf } from './after-appeal.ts'
import { mayBeAppealed } from './appealable.ts'
import { createAppeals } from './appeals.ts'
import type { AskChoice, Bot, CommandServices, IncomingMessage, Person, QuestionReply } from './bot-types.ts'
import { createCodebooks } from './codebooks.ts'
import type { AnswerMemory } from './comparison/answer-memory.ts'
import { createComparisonVoting } from './comparison-voting.ts'
import { createComparisons } from './comparisons.ts'
import { createConversationMemory, NOTHING_SAID } from './conversation-memory.ts'
import type { Codebook } from './crowd/codebook.ts'
import { createDeliveries } from './deliveries.ts'
import { floorOf } from './domain.ts'
import { InputError, isClosed, isNotTakenOn, RecourseError } from './errors.ts'
import { driftSeries } from './evaluation/drift-series.ts'
import { exportedFile } from './export.ts'
import { createLabelling } from './labelling.ts'
import { Leases } from './leases.ts'
import { createLoad, type Load } from './load/load.ts'
import { WITHOUT_LIMITS } from './load/load-settings.ts'
import { noteExchange } from './log-scope.ts'
import { NO_METRICS } from './metrics/metrics.ts'
import type { PlaceSettings } from './places.ts'
import { createPolicyChoices } from './policy-choices.ts'
import { createPrivacy, type DataFlow } from './privacy.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import { replyWords } from './reply-words.ts'
import { isQuestion, MAX_REQUEST_LENGTH, requestText } from './request-text.ts'
import { claimedOf, createExchangeRunner, failureOf, type RunOptions } from './run-exchange.ts'
import { contextOf, createSettings, trustedContext } from './setting-choices.ts'
import { type StatisticsQuery, statisticsReport } from './statistics.ts'
import type { ConversationMemory, ExchangeRecord } from './store/store.ts'
import { storedDone } from './stored-done.ts'
import { suggestionsFor } from './suggestions.ts'
import { createVoting } from './voting.ts'

export interface BotOptions extends Omit<RunOptions, 'load' | 'leases'> {
  /** By default one of this bot's own, without limits of what may be asked. */
  readonly load?: Load
  /** How long claims hold, and by which clock; by default a minute by `now`. */
  readonly leases?: Leases
  readonly commands: readonly Command[]
  /** What labels mean, and their emoji where a workspace has not chosen others. */
  readonly codebook: Codebook
  readonly pseudonym: (person: Person) => string
  /** Under which people may still be stored, since the key was another one; none by default. */
  readonly formerPseudonyms?: (person: Person) => readonly string[]
  readonly isAdmin: (person: Person) => boolean
  /** Where text goes and for how long it is kept, as people are told. */
  readonly dataFlow?: DataFlow
  /** Who may change what counts in every workspace; admins unless it is given. */
  readonly isOperator?: (person: Person) => boolean
  /** The model of a place that has chosen none. */
  readonly defaultModel: string
  /** Decides the order of answers that are compared; from 0 up to 1. */
  readonly random?: () => number
  /** Where answers that were compared are remembered; nowhere by default. */
  readonly answers?: AnswerMemory
  /** Milliseconds one call of a comparison may take. */
  readonly longestCall?: number
}

/** How often an exchange is taken up again before it is given up; each time costs up to three calls. */
const MOST_TAKE_OVERS = 2

/** An outcome that could not be posted for so long is not tried any more, in milliseconds. */
const DELIVERED_WITHIN = 24 * 60 * 60_000

/** The hub: a message, a vote, a command, a click → what happens. */
export function createBot(given: BotOptions): Bot {
  const leases = given.leases ?? new Leases(given)
  const load = given.load ?? createLoad({ settings: WITHOUT_LIMITS, logger: given.logger })
  const options = { ...given, load, leases }
  const { store, models, logger, now, metrics = NO_METRICS } = options
  const { run, settle, cancel, isUnderWay, handOver } = createExchangeRunner(options)
  const codebooks = createCodebooks(options)
  const { codebookAt } = codebooks.offered
  const { voteOn, ...voting } = createVoting({ ...options, codebookAt })
  const { settingsAt, settingAt, changeSetting } = createSettings({ ...options, codebooks })
  const { originLink, remembered } = createConversationMemory(options)
  const deliveries = createDeliveries({ ...options, leases, cancel, settle })
  const comparisons = createComparisons({ ...options, settingsAt, remembered })
  const { voteOnComparison, countingReactions } = createComparisonVoting({ ...options, ...comparisons })

  /** What a person did wrong is theirs to mend; everything else is the operator's. */
  const logBroken = (error: unknown, exchange: string) => {
    if (!(error instanceof InputError))
      logger.error({ err: error, exchange }, 'message could not be taken on')
  }

  const { appeals, offered, isOffered } = createAppeals({
    ...options,
    voteOn,
    settingAt: async (place) => (await settingAt(place, 'appeals')).value,
    goOn: (record) => goOn(record, false),
  })

  const namesOf = (person: Person) => [
    ...new Set([options.pseudonym(person), ...(options.formerPseudonyms?.(person) ?? [])]),
  ]

  const modelIdAt = (settings: PlaceSettings) => settings.find('model')?.value ?? options.defaultModel

  /** One exchange from its message: claim, respond, store, tell. Ends without an event for a duplicate. */
  async function* exchange(ask: IncomingMessage, choice?: AskChoice): AsyncGenerator<ReplyEvent> {
    const exchangeId = options.newId()
    noteExchange(exchangeId)
    const claimedAt = now()
    let settings: PlaceSettings
    let memory: ConversationMemory | undefined
    const fallback = { exchangeId, model: choice?.model ?? options.defaultModel }
    try {
      ;[settings, memory] = await Promise.all([
        settingsAt(ask.place),
        ask.opensConversation ? NOTHING_SAID : remembered(ask.place),
      ])
      if (memory.replyMessages.includes(ask.key.message)) return
      const waiting = memory.awaitingReply
      // What was asked by a command, or asks something else, is a request of its own.
      if (waiting?.asker === options.pseudonym(ask.author) && !choice && !isQuestion(ask.text)) {
        const reply = {
          exchangeId: waiting.exchangeId,
          author: ask.author,
          answer: { words: ask.text },
          message: ask.key.message,
        }
        const answered = yield* answerQuestion(reply)
        if (answered) return
        noteExchange(exchangeId)
        // Another reply was quicker. If it was this very message, it is done; else it is asked afresh.
        memory = await remembered(ask.place)
        if (memory.replyMessages.includes(ask.key.message)) return
      }
      const claimed = await store.claim({
        exchangeId,
        key: ask.key,
        place: ask.place,
        asker: options.pseudonym(ask.author),
        prompt: ask.text.slice(0, MAX_STORED_PROMPT),
        trusted: trustedContext(settings),
        model: choice?.model ?? modelIdAt(settings),
        strategy: choice?.strategy ?? settings.find('strategy')?.value ?? 'auto',
        claimedBy: options.instance,
        leaseUntil: leases.end(),
        at: claimedAt,
        awaitsDelivery: ask.awaitsDelivery === true,
      })
      if (claimed === 'duplicate') {
        noteExchange(undefined)
        return
      }
    } catch (error) {
      // Nobody has taken it: platforms tell it to the next process, which answers.
      if (isClosed(error)) return
      logBroken(error, fallback.exchangeId)
      yield turnedAway(fallback, error)
      return
    }
    const claimed = {
      exchangeId,
      place: ask.place,
      model: choice?.model ?? modelIdAt(settings),
      strategy: choice?.strategy ?? settings.find('strategy')?.value ?? 'auto',
      awaitsDelivery: ask.awaitsDelivery === true,
      counts: { person: options.pseudonym(ask.author), settings },
    }
    const events = run(claimed, {
      prompt: () => requestText(ask.text),
      rest: async () => contextOf(memory ?? (await remembered(ask.place, claimedAt)), settings),
      waits() {
        memory = ask.opensConversation ? NOTHING_SAID : undefined
      },
    })
    yield* offered(ask.place, events)
  }

  /** Goes on with an exchange after the reply to its question; false when somebody has answered it already. */
  async function* answerQuestion(
    reply: QuestionReply & { message?: string },
  ): AsyncGenerator<ReplyEvent, boolean> {
    noteExchange(reply.exchangeId)
    const fallback = { exchangeId: reply.exchangeId, model: options.defaultModel }
    let record: ExchangeRecord
    let words: string
    let memory: ConversationMemory
    try {
      const found = await store.exchange(reply.exchangeId)
      if (!found?.question)
        throw new InputError('This question is not known any more. Ask your request again.')
      if (found.asker !== options.pseudonym(reply.author)) {
        throw new InputError('Only the person who asked can answer this question.')
      }
      record = found
      words = requestText(replyWords(reply, found))
      memory = await remembered(record.place)
      const reopened = await store.reopen({
        exchangeId: record.id,
        reply: words,
        ...(reply.message !== undefined && { replyMessage: reply.message }),
        claimedBy: options.instance,
        leaseUntil: leases.end(),
      })
      if (!reopened) return false
    } catch (error) {
      if (isClosed(error)) return true
      logBroken(error, fallback.exchangeId)
      yield turnedAway(fallback, error)
      return true
    }
    yield* resume(record, words, memory)
    return true
  }

  function resume(record: ExchangeRecord, reply: string | undefined, memory: ConversationMemory) {
    const { question } = record
    const earlier = earlierOf(reply === undefined ? record : { ...record, reply })
    const events = run(
      claimedOf(record),
      {
        prompt: () => requestText(record.prompt),
        rest: () => ({
          conversation: memory.turns,
          trusted: record.trusted,
          // What the gate was not sure of is what a channel votes on.
          ...floorOf(memory.levelFloor, earlier?.appealed ? undefined : record.level),
          ...(question && reply !== undefined && { clarification: { question, reply } }),
        }),
      },
      earlier,
    )
    return offered(record.place, events)
  }

  /** Ends an exchange that process after process has left behind: whatever stops them may lie in it. */
  function giveUp(record: ExchangeRecord) {
    const broken = (): never => {
      throw new RecourseError(
        'interrupted',
        'Answering this was interrupted again and again, so it was given up. Ask it again, perhaps in other words.',
      )
    }
    const earlier = earlierOf(record)
    const asked = { prompt: broken, rest: broken }
    return run(claimedOf(record), asked, earlier?.appealed && earlier)
  }

  const statistics = (query: StatisticsQuery) => statisticsReport(store, query, now())

  const services: CommandServices = {
    statistics,
    commands: options.commands,
    models: () => models.choices(),
    strategies: () => options.strategies,
    codebookAt,
    votesOf: (person, limit) => voting.votesOf(person, limit),
    exported: ({ platform, workspace }, what) =>
      exportedFile(store, { platform, workspace }, what, () => codebookAt({ platform, workspace }), now()),
    ask: (caller, text, choice) =>
      exchange(
        {
          key: caller.key,
          place: caller.place,
          author: caller.person,
          text,
          awaitsDelivery: caller.awaitsDelivery === true,
        },
        choice,
      ),
    compare: comparisons.compare,
    settingAt,
    changeSetting,
    limitsOf: async ({ place, person }) =>
      load.useOf({ place, person: options.pseudonym(person) }, await settingsAt(place)),
    ...createPolicyChoices({ ...options, settingAt }),
    ...createPrivacy({
      ...options,
      namesOf,
      modelAt: async (place) => modelIdAt(await settingsAt(place)),
      dataFlow: options.dataFlow ?? {},
    }),
    async forget(person) {
      await comparisons.forgetAnswers(namesOf(person))
      return store.forget(namesOf(person))
    },
  }

  return {
    commands: options.commands,
    othersUnderWay: (place, exchangeId) => store.othersUnderWay(place, exchangeId),
    lastAskedAt: (workspace) => store.lastAskedAt(workspace),
    statistics,
    modelDrift: async () => driftSeries(await store.driftPoints()),
    workspaces: () => store.workspaces(),
    pseudonym: options.pseudonym,
    isAdmin: options.isAdmin,
    handleMessage: exchange,
    async *handleReply(reply) {
      const answered = yield* answerQuestion(reply)
      if (answered) return
      const late = new InputError('This question has been answered already.')
      yield turnedAway({ exchangeId: reply.exchangeId, model: options.defaultModel }, late)
    },
    handleCommand: (given, caller) =>
      runCommand(given, { caller, services }, (error) => logger.error({ err: error }, 'command broke')),
    ...codebooks.offered,
    ...voting,
    ...countingReactions(voting),
    ...comparisons.comparing,
    voteOnComparison,
    ...createLabelling({ ...options, codebookAt }),
    ...appeals,
    ...deliveries,
    ...comparisons.withMessages(deliveries),
    async history(channel, limit) {
      const [records, offers] = await Promise.all([
        store.recent(channel, limit),
        isOffered({ ...channel, thread: '' }),
      ])
      // What was not taken on was told to whoever asked it, and to nobody else.
      const taken = records.filter(({ failure }) => !isNotTakenOn(failure))
      return Promise.all(
        taken.map(async (record) => ({
          exchange: record,
          scripted: record.model.startsWith('rehearsal:'),
          votes: await store.currentVotes(record.id),
          ...(offers && mayBeAppealed(record) && { appealable: true }),
        })),
      )
    },
    suggestions: (kind) => suggestionsFor(kind, options),
    async modelAt(place) {
      const id = modelIdAt(await settingsAt(place))
      return { id, scripted: id.startsWith('rehearsal:') }
    },
    async attention(place, at) {
      const [settings, joined, origin] = await Promise.all([
        settingsAt(place),
        store.hasConversation(place, at),
        originLink(place),
      ])
      return {
        joined: joined || origin !== undefined,
        listensToAll: settings.find('listen')?.value === 'all',
      }
    },
    async handOver() {
      await Promise.all([handOver(), comparisons.handOver()])
    },
    async takeUp(platform, workspace) {
      // What waits elsewhere had better wait there, or in the records.
      if (!load.hasRoom()) return undefined
      await leases.compareClocks()
      for (;;) {
        const record = await store.takeOver(options.instance, leases.now(), leases.end(), platform, workspace)
        if (!record) return undefined
        if (isUnderWay(record.id) || (await settle(record.id))) continue
        const { id, outcome, takeOvers } = record
        metrics.tookOver(platform)
        logger.info({ exchange: id, takeOvers, outcome }, 'taking up an exchange left behind')
        const isHopeless = takeOvers > MOST_TAKE_OVERS
        // Telling an outcome again costs no call, and the platform may only be out of reach for a while.
        if (outcome && isHopeless && now() - (record.finishedAt ?? 0) > DELIVERED_WITHIN) {
          logger.error({ exchange: id }, 'outcome could not be delivered')
          await store.delivered(id, [])
          continue
        }
        return {
          exchange: record,
          messages: await deliveries.messagesOf(id),
          events: await goOn(record, isHopeless),
        }
      }
    },
  }

  /** What is left to do of an exchange that was taken over: tell its outcome, run it again, or give it up. */
  async function goOn(record: ExchangeRecord, isHopeless: boolean): Promise<AsyncIterable<ReplyEvent>> {
    const { outcome } = record
    if (outcome) return offered(record.place, eventsOf(storedDone({ ...record, outcome })))
    if (isHopeless) return giveUp(record)
    const isAppealed = record.appeal !== undefined
    const memory = await remembered(record.place, isAppealed ? record.createdAt : undefined)
    return resume(record, record.reply, memory)
  }
}

async function* eventsOf(done: Done): AsyncGenerator<ReplyEvent> {
  yield done
}

/** The answer to something that could not be taken, and of which nothing is stored. */
function turnedAway(at: { readonly exchangeId: string; readonly model: string }, error: unknown): Done {
  return { ...failureOf(at, error), turnedAway: true }
}

/** A message that was too long to ask is kept to here, so that it still is when it is taken up again. */
const MAX_STORED_PROMPT = MAX_REQUEST_LENGTH + 1
