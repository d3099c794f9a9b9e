import type { Command } from '../commands/command.ts'
import { runCommand } from '../commands/run-command.ts'
import type {
  AskChoice,
  Bot,
  CommandServices,
  IncomingMessage,
  Person,
  QuestionReply,
  SettingName,
} from './bot-types.ts'
import type { Codebook } from './crowd/codebook.ts'
import { createDeliveries } from './deliveries.ts'
import { higherLevel, type Place, type Request, type SafetyLevel } from './domain.ts'
import { InputError, RecourseError } from './errors.ts'
import { type PlaceSettings, placeSettings, scopeKey, scopeKeys } from './places.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import { MAX_REQUEST_LENGTH, requestText } from './request-text.ts'
import { createExchangeRunner, failureOf, LEASE, type RunOptions } from './run-exchange.ts'
import type { ConversationMemory, ExchangeRecord } from './store/store.ts'
import { storedDone } from './stored-done.ts'
import { createVoting } from './voting.ts'

/** Exchanges of a conversation that a model is reminded of. */
const REMEMBERED_EXCHANGES = 10

export interface BotOptions extends RunOptions {
  readonly commands: readonly Command[]
  readonly codebook: Codebook
  readonly pseudonym: (person: Person) => string
  readonly isAdmin: (person: Person) => boolean
  /** The model of a place that has chosen none. */
  readonly defaultModel: string
}

/** What is remembered of a conversation that has just begun. */
const NOTHING_SAID: ConversationMemory = { turns: [], replyMessages: [] }

/** How often an exchange is taken up again before it is given up; each time costs up to three calls. */
const MOST_TAKE_OVERS = 2

/** An outcome that could not be posted for so long is not tried any more, in milliseconds. */
const DELIVERED_WITHIN = 24 * 60 * 60_000

/** The hub: a message, a vote, a command, a click → what happens. */
export function createBot(options: BotOptions): Bot {
  const { store, models, logger, now } = options
  const { run, settle, cancel, handOver } = createExchangeRunner(options)
  const voting = createVoting(options)
  const deliveries = createDeliveries({ store, now, cancel, settle })

  /** What a person did wrong is theirs to mend; everything else is the operator's. */
  const logBroken = (error: unknown, exchange: string) => {
    if (!(error instanceof InputError))
      logger.error({ err: error, exchange }, 'message could not be taken on')
  }

  const settingsAt = async (place: Place): Promise<PlaceSettings> =>
    placeSettings(place, await store.settings(scopeKeys(place)))

  const originLink = (place: Place) => store.linkOf({ ...place, message: place.thread })

  /** The exchange whose answer a thread was opened from: the thread goes on with its conversation. */
  async function originOf(place: Place): Promise<ExchangeRecord | undefined> {
    const link = await originLink(place)
    return link && store.exchange(link.exchangeId)
  }

  async function remembered(place: Place): Promise<ConversationMemory> {
    const [own, origin] = await Promise.all([
      store.conversation(place, REMEMBERED_EXCHANGES),
      originOf(place),
    ])
    if (!origin) return own
    const before = await store.conversation(origin.place, REMEMBERED_EXCHANGES)
    return {
      ...own,
      turns: [...before.turns, ...own.turns].slice(-2 * REMEMBERED_EXCHANGES),
      ...floorOf(before.levelFloor, own.levelFloor),
    }
  }

  const modelIdAt = (settings: PlaceSettings) => settings.find('model')?.value ?? options.defaultModel

  /** One exchange from its message: claim, respond, store, tell. Ends without an event for a duplicate. */
  async function* exchange(ask: IncomingMessage, choice?: AskChoice): AsyncGenerator<ReplyEvent> {
    const exchangeId = options.newId()
    const claimedAt = now()
    let settings: PlaceSettings
    let memory: ConversationMemory
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
        const { exchangeId } = waiting
        const reply = {
          exchangeId,
          author: ask.author,
          answer: { words: ask.text },
          message: ask.key.message,
        }
        const answered = yield* answerQuestion(reply)
        if (answered) return
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
        leaseUntil: claimedAt + LEASE,
        at: claimedAt,
        awaitsDelivery: ask.awaitsDelivery === true,
      })
      if (claimed === 'duplicate') return
    } catch (error) {
      logBroken(error, fallback.exchangeId)
      yield turnedAway(fallback, error)
      return
    }
    yield* run(
      {
        exchangeId,
        place: ask.place,
        model: choice?.model ?? modelIdAt(settings),
        strategy: choice?.strategy ?? settings.find('strategy')?.value ?? 'auto',
      },
      () => ({
        prompt: requestText(ask.text),
        conversation: memory.turns,
        trusted: trustedContext(settings),
        ...(memory.levelFloor && { levelFloor: memory.levelFloor }),
      }),
    )
  }

  /** Goes on with an exchange after the reply to its question; false when somebody has answered it already. */
  async function* answerQuestion(
    reply: QuestionReply & { message?: string },
  ): AsyncGenerator<ReplyEvent, boolean> {
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
        leaseUntil: now() + LEASE,
      })
      if (!reopened) return false
    } catch (error) {
      logBroken(error, fallback.exchangeId)
      yield turnedAway(fallback, error)
      return true
    }
    yield* resume(record, words, memory)
    return true
  }

  function resume(record: ExchangeRecord, reply: string | undefined, memory: ConversationMemory) {
    const { question } = record
    return run(
      { exchangeId: record.id, place: record.place, model: record.model, strategy: record.strategy },
      () => ({
        prompt: requestText(record.prompt),
        conversation: memory.turns,
        trusted: record.trusted,
        ...floorOf(memory.levelFloor, record.level),
        ...(question && reply !== undefined && { clarification: { question, reply } }),
      }),
      question && reply !== undefined ? { attempts: record.attempts, calls: record.calls } : undefined,
    )
  }

  /** Ends an exchange that process after process has left behind: whatever stops them may lie in it. */
  function giveUp(record: ExchangeRecord) {
    const { id: exchangeId, place, model, strategy } = record
    return run({ exchangeId, place, model, strategy }, () => {
      throw new RecourseError(
        'interrupted',
        'Answering this was interrupted again and again, so it was given up. Ask it again, perhaps in other words.',
      )
    })
  }

  const services: CommandServices = {
    commands: options.commands,
    models: () => models.choices(),
    strategies: () => options.strategies,
    codebook: options.codebook,
    votesOf: (person, limit) => voting.votesOf(person, limit),
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
    async settingAt(place, name) {
      const settings = await settingsAt(place)
      return settings.find(name) ?? { value: defaultSetting(name), from: 'default' }
    },
    async changeSetting(caller, scope, name, value) {
      if (!options.isAdmin(caller.person)) {
        throw new InputError(
          'Only an admin can change this. Ask whoever runs Recourse here to add you to ADMINS.',
        )
      }
      if (scope === 'thread' && caller.place.thread === caller.key.message) {
        throw new InputError(
          'This is not a thread. Reply in a thread and type it there, or choose scope:channel.',
        )
      }
      const key = scopeKey(scope, caller.place)
      if (key === undefined) {
        throw new InputError(`This channel is in no ${scope}. Choose another scope, such as scope:channel.`)
      }
      if (name === 'model' && value !== undefined) models.get(value)
      await store.setSetting(key, name, value, options.pseudonym(caller.person), now())
    },
    forget: (person) => store.forget([options.pseudonym(person)]),
  }

  function defaultSetting(name: SettingName): string {
    return { model: options.defaultModel, strategy: 'auto', purpose: '', listen: 'mentions' }[name]
  }

  return {
    commands: options.commands,
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
    ...voting,
    ...deliveries,
    async history(channel, limit) {
      const records = await store.recent(channel, limit)
      return Promise.all(
        records.map(async (record) => ({
          exchange: record,
          scripted: record.model.startsWith('rehearsal:'),
          votes: await store.currentVotes(record.id),
        })),
      )
    },
    suggestions(kind) {
      if (kind === 'models') return [...models.choices().map((choice) => choice.id), 'default']
      if (kind === 'commands') return options.commands.map(({ name }) => name)
      return ['auto', 'none', 'default', ...options.strategies.map(({ name }) => name)]
    },
    async modelAt(place) {
      const id = modelIdAt(await settingsAt(place))
      return { id, scripted: id.startsWith('rehearsal:') }
    },
    async attention(place) {
      const [settings, joined, origin] = await Promise.all([
        settingsAt(place),
        store.hasConversation(place),
        originLink(place),
      ])
      return {
        joined: joined || origin !== undefined,
        listensToAll: settings.find('listen')?.value === 'all',
      }
    },
    handOver,
    async takeUp(platform) {
      for (;;) {
        const record = await store.takeOver(options.instance, now(), now() + LEASE, platform)
        if (!record) return undefined
        if (await settle(record.id)) continue
        const { id, outcome, takeOvers } = record
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
    if (outcome) return eventsOf(storedDone({ ...record, outcome }))
    if (isHopeless) return giveUp(record)
    const memory = await remembered(record.place)
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

/** What the first hearing made of a request still holds after a reply, which is only a claim. */
function floorOf(...levels: readonly (SafetyLevel | undefined)[]): Pick<Request, 'levelFloor'> {
  const known = levels.filter((level) => level !== undefined)
  return known.length > 0 ? { levelFloor: known.reduce(higherLevel) } : {}
}

/** A whole question, which is asked rather than answered. */
function isQuestion(text: string): boolean {
  return /^\s*(?:what|how|why|who|when|where|which|can|could|is|are|do|does|did|should|will|would)\b[^?]+\?\s*$/i.test(
    text,
  )
}

/** A message that was too long to ask is kept to here, so that it still is when it is taken up again. */
const MAX_STORED_PROMPT = MAX_REQUEST_LENGTH + 1

function trustedContext(settings: PlaceSettings): Request['trusted'] {
  const channelPurpose = settings.at('channel', 'purpose') ?? settings.at('category', 'purpose')
  const workspaceRole = settings.at('workspace', 'purpose')
  return {
    ...(channelPurpose !== undefined && { channelPurpose }),
    ...(workspaceRole !== undefined && { workspaceRole }),
  }
}

function replyWords(reply: QuestionReply, record: ExchangeRecord): string {
  if ('words' in reply.answer) return reply.answer.words
  const { reading } = reply.answer
  const chosen = record.question?.readings.find(({ id }) => id === reading)
  if (!chosen) throw new InputError('That choice is not one of this question. Answer in your own words.')
  return chosen.label
}
