import type { Command, CommandEvent, CommandUse } from '../commands/command.ts'
import type { Suggestion } from '../commands/option-fields.ts'
import type { Comparing, ComparisonOrder, ComparisonView } from './comparison-types.ts'
import type { Codebook, Label } from './crowd/codebook.ts'
import type { ExportFormat } from './crowd/row-text.ts'
import type { EmojiSetting } from './crowd/workspace-codebook.ts'
import type { MessageKey, Place } from './domain.ts'
import type { DriftSeries } from './evaluation/drift-series.ts'
import type { Labelling } from './labelling-types.ts'
import type { LimitUse } from './load/limits.ts'
import type { Workspace } from './places.ts'
import type { Choice } from './policy/policy.ts'
import type { PrivacyFacts } from './privacy.ts'
import type { ReplyEvent } from './reply-events.ts'
import type { StatisticsQuery, StatisticsReport } from './statistics.ts'
import type { Forgotten } from './store/forgotten.ts'
import type {
  Appeal,
  CurrentVote,
  DeliveryFate,
  ExchangeRecord,
  Retracted,
  WorkspaceName,
} from './store/store.ts'

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
  /**
   * Set by platforms that tell the outcome by messages of their own: the exchange is over once the adapter has
   * called `delivered`; until then another process takes it up when this one is gone.
   */
  readonly awaitsDelivery?: boolean
  /** Nothing can have been said in this conversation before, so that nothing has to be looked up. */
  readonly opensConversation?: boolean
}

/**
 * A reaction, click or command that labels a message, or takes a label back. Who reacts says an emoji; who presses
 * a button says a label, which is stored with the emoji that it has then.
 */
export type IncomingVote = VoteFacts & ({ readonly emoji: string } | { readonly label: Label })

interface VoteFacts {
  /**
   * The platform's id of the event, or anything that is the same when it is delivered again and tells it from others of
   * the same voter. It is stored, so it must not name the voter. Absent for a reaction where the platform does not tell
   * its events apart: then one that changes nothing counts as delivered before.
   */
  readonly eventId?: string
  /**
   * The message voted on. The bot itself binds a message whose id is the exchange id to the attempt shown, for
   * surfaces that show one message per exchange (the web console); other messages are bound when they are posted.
   */
  readonly message: MessageKey
  readonly voter: Person
  readonly action: 'add' | 'remove'
  /** Milliseconds since 1970; the time of receipt where the platform gives none. */
  readonly eventTime: number
  readonly source: 'live' | 'button' | 'command' | 'reconcile'
  /** The voter's reason in their own words. */
  readonly why?: string
  /** The voter could not see how others voted. */
  readonly blind?: true
}

/** What somebody says, by button, of a refusal that was appealed. */
export interface AppealVote {
  readonly exchangeId: string
  readonly voter: Person
  readonly choice: 'harmless' | 'harmful' | 'not_sure'
  /** The message that shows the appeal. */
  readonly message: MessageKey
  /** As for any vote: the same when the event is delivered again. */
  readonly eventId: string
  /** Milliseconds since 1970. */
  readonly eventTime: number
}

/** Where an appeal stands after something has happened to it. */
export interface AppealStep {
  readonly exchange: ExchangeRecord
  readonly appeal: Appeal
  /** True for exactly one step of an appeal, whoever is given it. */
  readonly decidedNow: boolean
  /** What follows from a granted appeal, to be shown by whoever is given it. */
  readonly reply?: AsyncIterable<ReplyEvent>
}

/** What became of a vote: `late` where the channel had decided before. */
export type AppealVoted = AppealStep & {
  readonly counted: 'counted' | 'abstained' | 'not_the_askers' | 'late'
}

/** A reaction that stands on a message. */
export interface GivenReaction {
  readonly voter: Person
  readonly emoji: string
}

/** How many people react with an emoji, where it is not known who. */
export interface CountedReaction {
  readonly emoji: string
  readonly count: number
}

/** One of a person's own votes, as they are shown to them. */
export interface PersonsVote {
  readonly emoji: string
  readonly label: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What people can say by reactions where an answer is posted. */
export interface ReactionGuide {
  readonly codebook: Codebook
  /** Whether nobody has told the people of the channel yet what the reactions of this codebook mean. */
  readonly isNew: boolean
}

/** A message that shows an attempt. */
export interface ShownMessage {
  readonly key: MessageKey
  readonly attempt: string
}

/** Somebody's answer to a clarifying question by button (`reading`) or in words. */
export interface QuestionReply {
  readonly exchangeId: string
  readonly author: Person
  readonly answer: { readonly reading: string } | { readonly words: string }
}

/** The hub, as adapters see it. Generators always end in a `done` event, unless the event is a duplicate: then they end at once. */
export interface Bot extends Labelling, Comparing {
  handleMessage(message: IncomingMessage, choice?: AskChoice): AsyncIterable<ReplyEvent>
  handleReply(reply: QuestionReply): AsyncIterable<ReplyEvent>
  /** `ignored` when the emoji is not in the codebook, the message is not an answer, or the event is a replay. */
  handleVote(vote: IncomingVote): Promise<'recorded' | 'ignored'>
  /**
   * Which emoji say something on a message: those of the codebook, and those by which votes stand there that were
   * given before it changed. With `only`, that emoji alone, however it is written.
   */
  countsOn(message: MessageKey, only?: string): Promise<(emoji: string) => boolean>
  /**
   * Brings the votes of a message in line with the reactions that stood on it at `readAt`, in milliseconds since
   * 1970; gives the number of votes that changed. With `only`, an emoji, all others are left as they are.
   */
  reconcileVotes(
    message: MessageKey,
    reactions: readonly GivenReaction[],
    readAt: number,
    only?: string,
  ): Promise<number>
  /** Whether as many votes of each kind stand on a message as reactions. */
  agreesWith(message: MessageKey, reactions: readonly CountedReaction[]): Promise<boolean>
  /** A person's newest votes that stand, newest first. */
  votesOf(person: Person, limit: number): Promise<readonly PersonsVote[]>
  /** The codebook of a workspace as it is now. */
  codebookAt(workspace: Workspace): Promise<Codebook>
  /** What is to be said of reactions under the answer of an exchange. */
  guideFor(exchangeId: string): Promise<ReactionGuide | undefined>
  /** The people of the exchange's channel have been told what its reactions mean. */
  guideShown(exchangeId: string, guide: ReactionGuide): Promise<void>
  /**
   * Asks the channel whether a refusal was right, or gives the appeal there is. `category` as in a place.
   *
   * @throws {InputError} saying why this refusal cannot be appealed
   */
  openAppeal(appeal: {
    readonly exchangeId: string
    readonly person: Person
    readonly category?: string
  }): Promise<AppealStep>
  /** @throws {InputError} when there is no such appeal any more */
  voteOnAppeal(vote: AppealVote): Promise<AppealVoted>
  /** To be called after votes on a message were recorded: they may decide an appeal. `undefined` where none is open. */
  settleAppeal(message: MessageKey): Promise<AppealStep | undefined>
  /**
   * Binds the message that shows an appeal, on which reactions count too. Gives the id of the one that is bound, which
   * may be another process's; `undefined` when the appeal is gone.
   */
  showsAppeal(exchangeId: string, message: MessageKey): Promise<string | undefined>
  /** Binds a posted message to the attempt it shows; later, to another one. */
  link(exchangeId: string, shown: ShownMessage): Promise<void>
  /**
   * The outcome has been posted; `shown` are the messages that show it. `gone` when the request was taken back
   * meanwhile: then what was posted has to go. `told_already` when another process has told the outcome, because
   * this one was not heard of for too long: then what this one posted has to go where the other stands, and it stays due
   * until this process says again that it is delivered. With `nothingStands`, nothing more can be posted, and whoever else
   * has taken it over may try.
   */
  delivered(
    exchangeId: string,
    shown: readonly ShownMessage[],
    nothingStands?: boolean,
  ): Promise<DeliveryFate>
  /** The exchange that a posted message shows. */
  exchangeShownBy(message: MessageKey): Promise<ExchangeRecord | undefined>
  exchange(exchangeId: string): Promise<ExchangeRecord | undefined>
  /** Messages posted for an exchange, oldest first. */
  messagesOf(exchangeId: string): Promise<readonly MessageKey[]>
  /** The newest messages of a workspace that show an answer, since a time in milliseconds since 1970. */
  recentMessages(
    workspace: Pick<Place, 'platform' | 'workspace'>,
    since: number,
    limit: number,
  ): Promise<readonly MessageKey[]>
  /** The conversations of a workspace in which something was answered since then, the latest first. */
  recentPlaces(
    workspace: Pick<Place, 'platform' | 'workspace'>,
    since: number,
    limit: number,
  ): Promise<readonly Place[]>
  /** An exchange that began outside any thread goes on in this one. */
  moveToThread(exchangeId: string, thread: string): Promise<void>
  /**
   * The person has deleted or rewritten their message: what came of it stops and is erased. Gives the messages
   * that showed it, as far as they are bound; `undefined` when it was never asked. Unless `orReply` is false, the message may also be the
   * reply to a question.
   */
  retract(message: MessageKey, orReply?: boolean): Promise<Retracted | undefined>
  /**
   * Whether a message in this place is for the bot without naming it. A thread that was opened from an answer is
   * joined from the beginning. With `at`, in milliseconds since 1970, as far as it was joined before that.
   */
  attention(place: Place, at?: number): Promise<{ readonly joined: boolean; readonly listensToAll: boolean }>
  /** Takes what was typed after the slash, such as `ask model:rehearsal:phi3 How …`, or the options of a form. */
  handleCommand(given: string | CommandUse, caller: Caller): AsyncIterable<CommandEvent>
  readonly commands: readonly Command[]
  /** Whether anything else is being answered in this conversation, by whatever process. */
  othersUnderWay(place: Place, exchangeId: string): Promise<boolean>
  /** When something was last asked in a workspace, in milliseconds since 1970. */
  lastAskedAt(workspace: Pick<Place, 'platform' | 'workspace'>): Promise<number | undefined>
  /** What attempts and votes come to, for the page of statistics. */
  statistics(query: StatisticsQuery): Promise<StatisticsReport>
  /** What runs of the watched sample gave, model by model. */
  modelDrift(): Promise<readonly DriftSeries[]>
  /** Every workspace in which something was asked. */
  workspaces(): Promise<readonly WorkspaceName[]>
  /** Finished and open exchanges of a channel with their votes, oldest first. */
  history(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly HistoryEntry[]>
  /** The pseudonym under which this person's exchanges and votes are stored. */
  pseudonym(person: Person): string
  /** What completes an option. */
  suggestions(kind: Suggestion): readonly string[]
  /** The model a message in this place would go to, and what it is. */
  modelAt(place: Place): Promise<{ readonly id: string; readonly scripted: boolean }>
  /**
   * Ends all that waits in a workspace where nobody can be told anything any more; gives how many requests that were.
   */
  endWork(workspace: Workspace): Promise<number>
  /**
   * Takes up one exchange of this platform, or of one workspace of it, that a process left behind, if there is one; call it at start
   * and now and then. Its events are rendered like those of any other message.
   */
  takeUp(platform: string, workspace?: string): Promise<TakenUp | undefined>
  /**
   * Leaves everything under way in this process to others; call it when the process stops and cannot wait any
   * longer. What is left to be told here ends with the failure `taken_over`.
   */
  handOver(): Promise<void>
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
  /** Messages that were posted for it before. */
  readonly messages: readonly MessageKey[]
  readonly events: AsyncIterable<ReplyEvent>
}

export interface HistoryEntry {
  readonly exchange: ExchangeRecord
  readonly scripted: boolean
  readonly votes: readonly CurrentVote[]
  /** The channel can be asked whether its refusal was right. */
  readonly appealable?: true
}

/** Who runs a command, and where. */
export interface Caller {
  readonly person: Person
  readonly place: Place
  readonly isAdmin: boolean
  /** The message or interaction that carried the command; claims an exchange the command starts. */
  readonly key: MessageKey
  /** The message that the command was used on, such as by a message shortcut: once it is gone, so is what came of it. */
  readonly about?: MessageKey
  /** As for a message: set by platforms that tell the outcome by messages of their own. */
  readonly awaitsDelivery?: boolean
  /** What people on this platform call a workspace, such as `server`; `workspace` where it is absent. */
  readonly workspaceWord?: string
}

/** What commands may do; nothing else of the bot is theirs. */
export interface CommandServices {
  readonly commands: readonly Command[]
  models(): readonly ModelChoice[]
  strategies(): readonly { readonly name: string; readonly summary: string; readonly source: string }[]
  /** Runs one exchange. */
  ask(caller: Caller, text: string, choice: AskChoice): AsyncIterable<ReplyEvent>
  /**
   * Compares answers side by side; ends without a view for a duplicate.
   *
   * @throws {InputError} while it is read, where nothing is compared, saying why
   */
  compare(caller: Caller, order: ComparisonOrder): AsyncIterable<ComparisonView>
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
  /** How much the caller and their workspace may ask, and have asked. */
  limitsOf(caller: Caller): Promise<LimitUse>
  /** What the policy chose in the last second hearing at a place, or would most likely choose in the next one. */
  choiceAt(place: Place): Promise<{ readonly choice: Choice; readonly when: 'last' | 'next' }>
  policyVersions(): Promise<{ readonly inUse: string; readonly names: readonly string[] }>
  /**
   * Puts a version of the policy in use, everywhere.
   *
   * @throws {InputError} where there is none of this name, or the caller may not
   */
  usePolicyVersion(caller: Caller, version: string): Promise<void>
  forget(person: Person): Promise<Forgotten>
  /** What is stored of a person, and where what they ask at a place goes. */
  privacy(person: Person, place: Place): Promise<PrivacyFacts>
  /** All that is stored of a person as JSON, made while it is read. */
  personalFile(person: Person): AsyncIterable<string>
  /** A person's newest votes that stand, newest first. */
  votesOf(person: Person, limit: number): Promise<readonly PersonsVote[]>
  /** The codebook of a workspace as it is now. */
  codebookAt(workspace: Workspace): Promise<Codebook>
  /** The data set of a place's workspace as text, made while it is read. */
  exported(place: Place, what: ExportedFile): AsyncIterable<string>
  statistics(query: StatisticsQuery): Promise<StatisticsReport>
}

/** A file of the data set: votes or items as rows, or its card as Markdown. */
export type ExportedFile =
  | { readonly rows: 'votes' | 'items'; readonly format: ExportFormat }
  | { readonly rows: 'card' }

export interface ModelChoice {
  readonly id: string
  readonly family: string
  readonly scripted: boolean
  /** Why it cannot be used right now, where it cannot. */
  readonly unavailable?: string
}

export type SettingName =
  | 'model'
  | 'strategy'
  | 'purpose'
  | 'listen'
  | 'appeals'
  | 'share'
  | LimitSetting
  | EmojiSetting
/** Limits of a workspace: a whole number, or `none`. */
export type LimitSetting = 'limit-person' | 'limit-workspace' | 'limit-tokens'
export type SettingScope = 'thread' | 'channel' | 'category' | 'workspace'
