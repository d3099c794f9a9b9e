import type { Command, CommandEvent } from '../commands/command.ts'
import type { MessageKey, Place } from './domain.ts'
import type { ReplyEvent } from './reply-events.ts'
import type { CurrentVote, ExchangeRecord, Forgotten } from './store/store.ts'

/** A person on a platform, as the platform names them. Only pseudonyms of them are stored. */
export interface Person {
  readonly platform: string
  readonly workspace: string
  readonly user: string
}

/** A message addressed to the bot. */
export interface IncomingMessage {
  readonly key: MessageKey
  readonly place: Place
  readonly author: Person
  readonly text: string
}

/** A reaction, click or command that labels a message, or takes a label back. */
export interface IncomingVote {
  /** The platform's id of the event, or anything that is the same when it is delivered again. */
  readonly eventId: string
  /**
   * The message voted on. The bot itself binds a message whose id is the exchange id to the attempt shown, for
   * surfaces that show one message per exchange (the web console); other messages are bound when they are posted.
   */
  readonly message: MessageKey
  readonly voter: Person
  readonly emoji: string
  readonly action: 'add' | 'remove'
  /** Milliseconds since 1970; the time of receipt where the platform gives none. */
  readonly eventTime: number
  readonly source: 'live' | 'button' | 'command' | 'reconcile'
  readonly sawOtherVotes: boolean
}

/** Somebody's answer to a clarifying question by button (`reading`) or in words. */
export interface QuestionReply {
  readonly exchangeId: string
  readonly author: Person
  readonly answer: { readonly reading: string } | { readonly words: string }
}

/** The hub, as adapters see it. Generators always end in a `done` event, unless the event is a duplicate: then they end at once. */
export interface Bot {
  handleMessage(message: IncomingMessage, choice?: AskChoice): AsyncIterable<ReplyEvent>
  handleReply(reply: QuestionReply): AsyncIterable<ReplyEvent>
  /** `ignored` when the emoji is not in the codebook, the message is not an answer, or the event is a replay. */
  handleVote(vote: IncomingVote): Promise<'recorded' | 'ignored'>
  /** `line` is what was typed after the slash, such as `ask model:rehearsal:phi3 How …`. */
  handleCommand(line: string, caller: Caller): AsyncIterable<CommandEvent>
  readonly commands: readonly Command[]
  /** Finished and open exchanges of a channel with their votes, oldest first. */
  history(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly HistoryEntry[]>
  /** The pseudonym under which this person's exchanges and votes are stored. */
  pseudonym(person: Person): string
  /** What completes an option: model ids, strategy names or command names. */
  suggestions(kind: 'models' | 'strategies' | 'commands'): readonly string[]
  /** The model a message in this place would go to, and what it is. */
  modelAt(place: Place): Promise<{ readonly id: string; readonly scripted: boolean }>
  /**
   * Takes up one exchange of this platform that a process left behind, if there is one; call it at start
   * and now and then. Its events are rendered like those of any other message.
   */
  takeUp(platform: string): Promise<TakenUp | undefined>
  isAdmin(person: Person): boolean
}

/** What somebody chose for one request, over the settings of the place. */
export interface AskChoice {
  readonly model?: string
  /** A strategy by name, `auto` or `none`. */
  readonly strategy?: string
}

export interface TakenUp {
  readonly exchange: ExchangeRecord
  readonly events: AsyncIterable<ReplyEvent>
}

export interface HistoryEntry {
  readonly exchange: ExchangeRecord
  readonly scripted: boolean
  readonly votes: readonly CurrentVote[]
}

/** Who runs a command, and where. */
export interface Caller {
  readonly person: Person
  readonly place: Place
  readonly isAdmin: boolean
  /** The message or interaction that carried the command; claims an exchange the command starts. */
  readonly key: MessageKey
}

/** What commands may do; nothing else of the bot is theirs. */
export interface CommandServices {
  readonly commands: readonly Command[]
  models(): readonly ModelChoice[]
  strategies(): readonly { readonly name: string; readonly summary: string; readonly source: string }[]
  /** Runs one exchange. */
  ask(caller: Caller, text: string, choice: AskChoice): AsyncIterable<ReplyEvent>
  /** The value in force at a place, and the scope it comes from. */
  settingAt(
    place: Place,
    name: SettingName,
  ): Promise<{ readonly value: string; readonly from: SettingScope | 'default' }>
  /** @throws {InputError} when the value cannot be used. */
  changeSetting(
    caller: Caller,
    scope: SettingScope,
    name: SettingName,
    value: string | undefined,
  ): Promise<void>
  forget(person: Person): Promise<Forgotten>
}

export interface ModelChoice {
  readonly id: string
  readonly family: string
  readonly scripted: boolean
  /** Why it cannot be used right now, where it cannot. */
  readonly unavailable?: string
}

export type SettingName = 'model' | 'strategy' | 'purpose'
export type SettingScope = 'thread' | 'channel' | 'workspace'
