import type { AppealStatus } from '../crowd/appeal.ts'
import type { Label } from '../crowd/codebook.ts'
import type { LabelTally } from '../crowd/crowd-label.ts'
import type { ExportedItem, ExportedVote } from '../crowd/data-set.ts'
import type {
  Attempt,
  ClarifyingQuestion,
  MessageKey,
  Outcome,
  Place,
  SafetyLevel,
  TrustedContext,
  Turn,
} from '../domain.ts'
import type { Choice } from '../policy/policy.ts'
import type { ComparisonStore } from './comparison-store.ts'
import type { DriftStore } from './drift-store.ts'
import type { Forgotten } from './forgotten.ts'
import type { InstallationRecords } from './installation-store.ts'
import type { LabellingStore } from './labelling-store.ts'
import type { PersonalStore } from './personal-store.ts'
import type { PolicyStore } from './policy-store.ts'
import type { PseudonymStore } from './pseudonym-store.ts'
import type { RetentionStore } from './retention-store.ts'
import type { StatisticsStore } from './statistics-store.ts'

/**
 * The port to the records: exchanges, attempts, messages shown, votes and settings.
 * Times are milliseconds since 1970-01-01T00:00Z. Every method may throw `StoreError`.
 */
export interface Store
  extends LabellingStore,
    PolicyStore,
    StatisticsStore,
    ComparisonStore,
    DriftStore,
    PersonalStore,
    PseudonymStore,
    RetentionStore,
    InstallationRecords {
  /**
   * Claims a message for this process and stores the request. One write. The first caller of a key gets
   * `claimed`; everyone after gets `duplicate`, however many processes race.
   */
  claim(claim: Claim): Promise<'claimed' | 'duplicate'>
  /** Milliseconds by which the clock of the records is ahead of this one; 0 where they are on this machine. */
  clockAhead(now: () => number): Promise<number>
  /** Prolongs the lease of an exchange under way; false when it is no longer ours. */
  renew(exchangeId: string, claimedBy: string, leaseUntil: number): Promise<boolean>
  /** Gives up the leases of a process, which stops, on all it has not finished or not delivered. */
  release(claimedBy: string): Promise<void>
  /**
   * Takes over one exchange whose lease ran out before `now` without an outcome, or without its outcome
   * having been delivered, if there is one.
   */
  takeOver(
    claimedBy: string,
    now: number,
    leaseUntil: number,
    platform: string,
    workspace?: string,
  ): Promise<ExchangeRecord | undefined>
  /**
   * Reopens a `clarifying` exchange for the reply to its question and stores that reply; false when it
   * is not waiting for one (already answered, or unknown).
   */
  reopen(reopening: Reopening): Promise<boolean>
  /**
   * Stores the outcome, the attempts not yet stored, and the messages shown. One transaction. Does nothing
   * and gives false when another process holds the exchange by now, it has an outcome, or it was erased: the
   * first outcome stays.
   */
  finish(finished: FinishedExchange): Promise<boolean>
  exchange(exchangeId: string): Promise<ExchangeRecord | undefined>
  /** Where an exchange takes place, for which nothing else of it has to be read. */
  placeOf(exchangeId: string): Promise<Place | undefined>
  /** The exchange of a request message, whatever its state. */
  exchangeOf(message: MessageKey): Promise<ExchangeRecord | undefined>
  /** The newest `limit` exchanges of a channel, oldest first; for the web console's history. */
  recent(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly ExchangeRecord[]>
  /**
   * What was said in the last `limit` exchanges of a conversation, oldest first, and the highest level reached
   * in the whole of it. With `before`, a time in milliseconds since 1970, only what was asked earlier is told; the
   * level is that of the whole all the same.
   */
  conversation(place: Place, limit: number, before?: number): Promise<ConversationMemory>
  /** Binds a posted message to the attempt it shows; a later link of the same message replaces the earlier. */
  link(link: MessageLink): Promise<void>
  linkOf(message: MessageKey): Promise<MessageLink | undefined>
  /** The messages bound to an exchange, oldest first. */
  linksOf(exchangeId: string): Promise<readonly MessageLink[]>
  /** The newest `limit` posted messages of a workspace bound since `since`, newest first. */
  recentLinks(
    workspace: Pick<Place, 'platform' | 'workspace'>,
    since: number,
    limit: number,
  ): Promise<readonly MessageLink[]>
  /** The conversations of a workspace in which a message was bound since `since`, the latest first; at most `limit`. */
  recentPlaces(
    workspace: Pick<Place, 'platform' | 'workspace'>,
    since: number,
    limit: number,
  ): Promise<readonly Place[]>
  /**
   * Stores that the outcome has been posted, and the messages that show it. One transaction. Without an outcome,
   * which a late call can meet after a reply, the delivery stays due. With `teller`, so does what another process holds, until the
   * lease ends; what another one has told is the teller's to take back. With `nothingStands`, only what the teller holds is done.
   */
  delivered(exchangeId: string, messages: readonly MessageLink[], teller?: Teller): Promise<DeliveryFate>
  /** Moves an exchange that began outside any thread into the one that was opened for it. */
  moveToThread(exchangeId: string, thread: string): Promise<void>
  /** Whether anything was ever asked in a conversation, or before a time in milliseconds since 1970. */
  hasConversation(place: Place, before?: number): Promise<boolean>
  /** Whether another exchange of this conversation is unfinished, or not delivered. */
  othersUnderWay(place: Place, exchangeId: string): Promise<boolean>
  /** When something was last asked in a workspace, in milliseconds since 1970. */
  lastAskedAt(workspace: Pick<Place, 'platform' | 'workspace'>): Promise<number | undefined>
  /**
   * Takes back a request with everything that came of it, keeping its claim and its level: the same message is
   * not asked again. `message` is the request's, or, with `orReply`, that of the reply to its question. Gives the messages that
   * showed it, oldest first; `undefined` when there is no such request.
   */
  retract(message: MessageKey, orReply: boolean): Promise<Retracted | undefined>
  /**
   * Appends a vote event and brings the counts of its item up to date. One transaction, whose cost does not grow
   * with the votes stored. False when the event was stored before, or its exchange has been erased.
   */
  recordVote(event: VoteEvent): Promise<boolean>
  /** What can be labelled of an exchange, with the votes that stand on it, in the order of the calls. */
  itemsOf(exchangeId: string): Promise<readonly Item[]>
  /** The votes that stand on an exchange: per annotator and attempt, the latest emoji not taken back. */
  currentVotes(exchangeId: string): Promise<readonly CurrentVote[]>
  /** An annotator's newest `limit` votes that stand, newest first. */
  votesOf(annotator: string, limit: number): Promise<readonly CurrentVote[]>
  /** Every emoji that stands on a message as a reaction, also where another one of the same annotator is newer. */
  reactionsOn(message: MessageKey): Promise<readonly StandingReaction[]>
  /** The last of an annotator's events with this emoji on a message, in the order of their times. */
  lastVoteOn(message: MessageKey, annotator: string, emoji: string): Promise<LastVote | undefined>
  /**
   * Every attempt of an exchange that is over, in the order of the requests, a page at a time. What changes meanwhile
   * may be told or not; nothing is told twice, and nothing left out that is there all the time.
   */
  exportItems(scope: ExportScope): AsyncIterable<readonly ExportedItem[]>
  /** The votes that stand, likewise; those of one item by annotator. With `events`, all that was given and taken back, as it came. */
  exportVotes(scope: ExportScope, which: 'standing' | 'events'): AsyncIterable<readonly ExportedVote[]>
  /** Every workspace in which something was asked. */
  workspaces(): Promise<readonly WorkspaceName[]>
  /** Opens an appeal, or gives the one there is. `undefined` when the exchange does not show this refusal any more. */
  openAppeal(opening: AppealOpening): Promise<Appeal | undefined>
  /** The exchange whose open appeal is decided by votes on this message. One indexed look-up. */
  openAppealOn(message: MessageKey): Promise<string | undefined>
  /**
   * Binds the first message that shows an appeal, as a message on which votes count; gives the id of the one that is
   * bound. `undefined` when there is no such appeal any more.
   */
  bindAppeal(exchangeId: string, message: MessageKey, at: number): Promise<string | undefined>
  /**
   * Counts the votes on an appeal and decides where they do, once whoever looks. A granted one opens its exchange
   * again for the process that decided, in the same transaction. `undefined` when there is none.
   */
  settleAppeal(settling: AppealSettling): Promise<SettledAppeal | undefined>
  setting(scope: string, name: string): Promise<string | undefined>
  /** All settings of several scopes in one read, keyed `scope` then `name`. */
  settings(scopes: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>>
  /** Stores a setting; `undefined` removes it. */
  setSetting(scope: string, name: string, value: string | undefined, by: string, at: number): Promise<void>
  /**
   * Erases a person's exchanges with their attempts, messages and everybody's votes on them, what they had compared,
   * and the person's own votes everywhere.
   */
  forget(annotators: readonly string[]): Promise<Forgotten>
  /** Throws where the records cannot be read. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface Claim {
  readonly exchangeId: string
  readonly key: MessageKey
  readonly place: Place
  /** Pseudonym of the asker. */
  readonly asker: string
  readonly prompt: string
  readonly trusted: TrustedContext
  /** Model id the exchange will run on. */
  readonly model: string
  /** Strategy asked for by name, `auto`, or `none`. */
  readonly strategy: string
  readonly claimedBy: string
  readonly leaseUntil: number
  readonly at: number
  /** Set where the outcome reaches its readers by messages: the exchange is over once they are posted. */
  readonly awaitsDelivery?: boolean
}

export interface Retracted {
  readonly exchangeId: string
  readonly place: Place
  readonly messages: readonly MessageKey[]
  /** Nothing was asked by it: somebody had only compared answers to it. */
  readonly onlyCompared?: true
}

export interface StandingReaction {
  readonly annotator: string
  readonly emoji: string
  /** What it said when it was given. */
  readonly label: string
  readonly eventTime: number
  readonly receivedTime: number
}

export interface Reopening {
  readonly exchangeId: string
  readonly reply: string
  /** Id of the message that carried the reply, where it was a message; a second delivery of it is known by this. */
  readonly replyMessage?: string
  readonly claimedBy: string
  readonly leaseUntil: number
}

export interface FinishedExchange {
  readonly exchangeId: string
  /** The outcome is only stored while this process still holds the claim. */
  readonly claimedBy: string
  readonly outcome: Outcome
  /** Absent when the request was never screened. */
  readonly level?: SafetyLevel
  /** Whether the gate was sure of the level; only then does it bind the rest of the conversation. */
  readonly levelSure?: boolean
  /** Calls of the answering model the exchange has cost in all. */
  readonly calls: number
  readonly attempts: readonly Attempt[]
  /** The attempt that the final message shows, where it shows one. */
  readonly shownAttempt?: string
  /** Set with outcome `clarifying`. */
  readonly question?: ClarifyingQuestion
  /** Set with outcome `failed`. */
  readonly failure?: { readonly code: string; readonly message: string }
  readonly messages: readonly MessageLink[]
  /** Honest lines the reader was shown beside the answer. */
  readonly notes: readonly string[]
  /** What ordered the strategies, where the policy did. */
  readonly choice?: Choice
  /** The kind of request, by which statistics are grouped. */
  readonly requestType: string
  readonly at: number
}

/** What became of a delivery: `gone` where the request was taken back or erased meanwhile. */
export type DeliveryFate = 'delivered' | 'gone' | 'told_already'
export type Teller = Pick<Claim, 'claimedBy' | 'leaseUntil'> & { readonly nothingStands?: boolean }

export interface ExchangeRecord extends Omit<Claim, 'claimedBy' | 'leaseUntil' | 'at' | 'exchangeId'> {
  readonly id: string
  readonly createdAt: number
  readonly finishedAt?: number
  /** Absent while under way. */
  readonly outcome?: Outcome
  readonly level?: SafetyLevel
  /** The gate was sure of the level. */
  readonly levelSure?: true
  readonly calls: number
  /** How often the exchange was taken over from a process that left it behind. */
  readonly takeOvers: number
  readonly attempts: readonly Attempt[]
  readonly shownAttempt?: string
  readonly question?: ClarifyingQuestion
  /** The reply to the clarifying question. */
  readonly reply?: string
  /** Its outcome has been posted. */
  readonly isDelivered?: true
  /** The message that was the reply, as its platform names it; absent for a click. */
  readonly replyMessage?: string
  readonly failure?: { readonly code: string; readonly message: string }
  readonly notes: readonly string[]
  readonly appeal?: Appeal
  /** When retention took its text: request, completions, question, reply and notes are empty since then. */
  readonly scrubbedAt?: number
}

export interface ConversationMemory {
  /** Requests and the answers shown for them. An unfinished or failed exchange contributes nothing. */
  readonly turns: readonly Turn[]
  /** The highest level the gate was sure of. */
  readonly levelFloor?: SafetyLevel
  /** Ids of messages that were replies to a clarifying question. */
  readonly replyMessages: readonly string[]
  /** The exchange of this conversation that still waits for a reply to its question. */
  readonly awaitingReply?: { readonly exchangeId: string; readonly asker: string }
}

export interface MessageLink {
  readonly key: MessageKey
  readonly exchangeId: string
  readonly attemptId: string
  readonly at: number
}

/** One reaction, click or command by which an annotator labels an attempt, or takes a label back. */
export interface VoteEvent {
  /** Unique per event on its platform, so that replays are harmless. */
  readonly eventKey: string
  readonly message: MessageKey
  readonly exchangeId: string
  readonly attemptId: string
  readonly annotator: string
  readonly emoji: string
  readonly label: string
  readonly action: 'add' | 'remove'
  readonly eventTime: number
  readonly receivedTime: number
  readonly source: 'live' | 'button' | 'command' | 'reconcile'
  readonly codebookVersion: string
  /** Of what was made up for: when the platform was asked what stands, in milliseconds since 1970. */
  readonly readAt?: number
  /** The annotator could not see others' votes, as in the queue of `/label`. */
  readonly blind?: boolean
  /** The annotator's reason in their own words, where they gave one. */
  readonly why?: string
}

export type LastVote = Pick<VoteEvent, 'action' | 'source' | 'eventTime'>

export interface CurrentVote {
  readonly exchangeId: string
  readonly attemptId: string
  readonly annotator: string
  readonly emoji: string
  readonly label: string
  readonly eventTime: number
  readonly byAsker: boolean
  /** Whether others' votes stood on the attempt, for all to see, when this one was given. */
  readonly sawOtherVotes: boolean
  readonly source: VoteEvent['source']
}

/** An attempt as a thing to be labelled. */
export interface Item {
  readonly exchangeId: string
  readonly attemptId: string
  readonly tally: LabelTally
  /** All votes that stand, those that were not sure included. */
  readonly votes: number
  /** What most votes say; absent where labels tie or nobody was sure. */
  readonly label?: Label
  /** Entropy of the labels in nats. */
  readonly disagreement: number
}

/** What is exported: everything, where nothing narrows it. */
export interface ExportScope {
  readonly platform?: string
  readonly workspace?: string
  /** Only what belongs to requests made at this time or later. */
  readonly since?: number
}

export type WorkspaceName = Pick<Place, 'platform' | 'workspace'>

/** The channel is asked whether a refused request was harmless. */
export interface Appeal {
  /** The refused attempt. */
  readonly attemptId: string
  readonly openedAt: number
  /** Votes it takes. */
  readonly quorum: number
  readonly status: AppealStatus
  /** The votes that counted when somebody last looked, the asker's left out. */
  readonly harmless: number
  readonly harmful: number
  readonly decidedAt?: number
  /** The message that shows it, where its platform posts one. */
  readonly message?: string
}

export interface AppealOpening {
  readonly exchangeId: string
  /** The refusal, which the exchange still has to show. */
  readonly attemptId: string
  /** A pseudonym. */
  readonly openedBy: string
  readonly quorum: number
  readonly at: number
}

/** Who looks; a granted appeal is theirs to go on with. */
export interface AppealSettling {
  readonly exchangeId: string
  readonly claimedBy: string
  readonly leaseUntil: number
  readonly at: number
}

export interface SettledAppeal {
  readonly appeal: Appeal
  /** True for exactly one of those who look. */
  readonly decidedNow: boolean
}
