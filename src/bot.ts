import type { Command } from '../commands/command.ts'
import { runCommandLine } from '../commands/run-command-line.ts'
import type {
  AskChoice,
  Bot,
  Caller,
  CommandServices,
  IncomingMessage,
  ModelChoice,
  Person,
  QuestionReply,
  SettingName,
} from './bot-types.ts'
import { type Codebook, labelOf } from './crowd/codebook.ts'
import type { Place, Request } from './domain.ts'
import { describeError, InputError, RecourseError } from './errors.ts'
import type { Logger } from './logger.ts'
import type { ChatModel } from './models/chat-model.ts'
import { type PlaceSettings, placeSettings, SCOPES, scopeKey } from './places.ts'
import type { Done, ReplyEvent } from './reply-events.ts'
import { requestText } from './request-text.ts'
import { type RespondInput, type RespondParts, respond } from './respond.ts'
import type { ConversationMemory, ExchangeRecord, Store } from './store/store.ts'

/** Exchanges of a conversation that a model is reminded of. */
const REMEMBERED_EXCHANGES = 10

/** How long a claim holds without being renewed, in milliseconds; a crashed process's work is taken up after it. */
const LEASE = 60_000

export interface BotOptions extends RespondParts {
  readonly store: Store
  readonly models: { get(id: string): ChatModel; choices(): readonly ModelChoice[] }
  readonly commands: readonly Command[]
  readonly codebook: Codebook
  readonly pseudonym: (person: Person) => string
  readonly isAdmin: (person: Person) => boolean
  /** The model of a place that has chosen none. */
  readonly defaultModel: string
  /** Names this process in its claims. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Logger
}

/** The hub: a message, a vote, a command, a click → what happens. */
export function createBot(options: BotOptions): Bot {
  const { store, models, logger, now } = options

  const settingsAt = async (place: Place): Promise<PlaceSettings> =>
    placeSettings(place, await store.settings(SCOPES.map((scope) => scopeKey(scope, place))))

  const modelIdAt = (settings: PlaceSettings) => settings.find('model')?.value ?? options.defaultModel

  /** One exchange from its message: claim, respond, store, tell. Ends without an event for a duplicate. */
  async function* exchange(ask: IncomingMessage, choice: AskChoice = {}): AsyncGenerator<ReplyEvent> {
    const exchangeId = options.newId()
    const claimedAt = now()
    let settings: PlaceSettings
    let memory: ConversationMemory
    const fallback = { exchangeId, model: choice.model ?? options.defaultModel }
    try {
      ;[settings, memory] = await Promise.all([
        settingsAt(ask.place),
        store.conversation(ask.place, REMEMBERED_EXCHANGES),
      ])
      if (memory.replyMessages.includes(ask.key.message)) return
      const waiting = memory.awaitingReply
      if (waiting && waiting.asker === options.pseudonym(ask.author) && choice.model === undefined) {
        yield* answerQuestion({
          exchangeId: waiting.exchangeId,
          author: ask.author,
          answer: { words: ask.text },
          message: ask.key.message,
        })
        return
      }
      const claimed = await store.claim({
        exchangeId,
        key: ask.key,
        place: ask.place,
        asker: options.pseudonym(ask.author),
        prompt: ask.text.slice(0, MAX_STORED_PROMPT).replaceAll('\0', ''),
        trusted: trustedContext(settings),
        model: choice.model ?? modelIdAt(settings),
        strategy: choice.strategy ?? settings.find('strategy')?.value ?? 'auto',
        claimedBy: options.instance,
        leaseUntil: claimedAt + LEASE,
        at: claimedAt,
      })
      if (claimed === 'duplicate') return
    } catch (error) {
      yield failure(fallback, error)
      return
    }
    yield* run(
      {
        exchangeId,
        place: ask.place,
        model: choice.model ?? modelIdAt(settings),
        strategy: choice.strategy ?? settings.find('strategy')?.value ?? 'auto',
      },
      () => ({
        prompt: requestText(ask.text),
        conversation: memory.turns,
        trusted: trustedContext(settings),
        ...(memory.levelFloor && { levelFloor: memory.levelFloor }),
      }),
    )
  }

  /** Runs a claimed exchange to its outcome and stores it before the reader is told that it is done. */
  async function* run(
    claimed: { exchangeId: string; place: Place; model: string; strategy: string },
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
      done = failure({ exchangeId, model: claimed.model }, error)
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

  async function* answerQuestion(reply: QuestionReply & { message?: string }): AsyncGenerator<ReplyEvent> {
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
      memory = await store.conversation(record.place, REMEMBERED_EXCHANGES)
      const reopened = await store.reopen({
        exchangeId: record.id,
        reply: words,
        ...(reply.message !== undefined && { replyMessage: reply.message }),
        claimedBy: options.instance,
        leaseUntil: now() + LEASE,
      })
      if (!reopened) return
    } catch (error) {
      yield failure(fallback, error)
      return
    }
    yield* resume(record, words, memory)
  }

  function resume(record: ExchangeRecord, reply: string | undefined, memory: ConversationMemory) {
    const { question } = record
    return run(
      { exchangeId: record.id, place: record.place, model: record.model, strategy: record.strategy },
      () => ({
        prompt: requestText(record.prompt),
        conversation: memory.turns,
        trusted: record.trusted,
        ...(memory.levelFloor && { levelFloor: memory.levelFloor }),
        ...(question && reply !== undefined && { clarification: { question, reply } }),
      }),
      question && reply !== undefined ? { attempts: record.attempts, calls: record.calls } : undefined,
    )
  }

  function knownStrategy(name: string): string {
    const names = ['auto', 'none', ...options.strategies.map((strategy) => strategy.name)]
    if (names.includes(name)) return name
    throw new InputError(`There is no strategy “${name.slice(0, 40)}”. Choose one of: ${names.join(', ')}.`)
  }

  function failure(at: { exchangeId: string; model: string }, error: unknown): Done {
    return {
      type: 'done',
      exchangeId: at.exchangeId,
      model: at.model,
      scripted: at.model.startsWith('rehearsal:'),
      outcome: 'failed',
      calls: 0,
      attempts: [],
      notes: [],
      failure: failureOf(error),
    }
  }

  function logUnexpected(error: unknown, exchangeId: string): void {
    if (error instanceof RecourseError) return
    logger.error({ err: error, exchange: exchangeId }, 'exchange broke')
  }

  const services: CommandServices = {
    commands: options.commands,
    models: () => models.choices(),
    strategies: () => options.strategies,
    ask: (caller, text, choice) =>
      exchange({ key: caller.key, place: caller.place, author: caller.person, text }, choice),
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
      if (name === 'model' && value !== undefined) models.get(value)
      await store.setSetting(
        scopeKey(scope, caller.place),
        name,
        value,
        options.pseudonym(caller.person),
        now(),
      )
    },
    forget: (person) => store.forget([options.pseudonym(person)]),
  }

  function defaultSetting(name: SettingName): string {
    return { model: options.defaultModel, strategy: 'auto', purpose: '' }[name]
  }

  return {
    commands: options.commands,
    pseudonym: options.pseudonym,
    isAdmin: options.isAdmin,
    handleMessage: exchange,
    handleReply: (reply) => answerQuestion(reply),
    handleCommand: (line: string, caller: Caller) => runCommandLine(line, { caller, services }),
    async handleVote(vote) {
      const label = labelOf(vote.emoji, options.codebook)
      const link = label && (await store.linkOf(vote.message))
      if (!label || !link) return 'ignored'
      const annotator = options.pseudonym(vote.voter)
      const voted = await store.exchange(link.exchangeId)
      const stored = await store.recordVote({
        eventKey: `${vote.message.platform}:${vote.eventId}`,
        message: vote.message,
        exchangeId: link.exchangeId,
        attemptId: link.attemptId,
        annotator,
        emoji: vote.emoji,
        label,
        action: vote.action,
        eventTime: vote.eventTime,
        receivedTime: now(),
        source: vote.source,
        codebookVersion: options.codebook.version,
        byAsker: voted?.asker === annotator,
        sawOtherVotes: vote.sawOtherVotes,
      })
      return stored ? 'recorded' : 'ignored'
    },
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
      if (kind === 'models') return models.choices().map((choice) => choice.id)
      return (kind === 'strategies' ? options.strategies : options.commands).map(({ name }) => name)
    },
    async modelAt(place) {
      const id = modelIdAt(await settingsAt(place))
      return { id, scripted: id.startsWith('rehearsal:') }
    },
    async takeUp(platform) {
      const record = await store.takeOver(options.instance, now(), now() + LEASE, platform)
      if (!record) return undefined
      logger.info({ exchange: record.id }, 'taking up an exchange that was left behind')
      const memory = await store.conversation(record.place, REMEMBERED_EXCHANGES)
      return { exchange: record, events: resume(record, record.reply, memory) }
    },
  }
}

/** Longest prompt kept of a message that was too long to ask, in UTF-16 code units. */
const MAX_STORED_PROMPT = 16_000

function trustedContext(settings: PlaceSettings): Request['trusted'] {
  const channelPurpose = settings.at('channel', 'purpose')
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

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof RecourseError) return { code: error.code, message: describeError(error) }
  return {
    code: 'internal',
    message:
      'Something broke on our side; it has been logged. Try again, and tell whoever runs Recourse if it stays so.',
  }
}
