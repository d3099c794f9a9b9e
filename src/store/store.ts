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

/**
 * The port to the records: exchanges, attempts, messages shown, votes and settings.
 * Times are milliseconds since 1970-01-01T00:00Z. Every method may throw `StoreError`.
 */
export interface Store {
  /**
   * Claims a message for this process and stores the request. One write. The first caller of a key gets
   * `claimed`; everyone after gets `duplicate`, however many processes race.
   */
  claim(claim: Claim): Promise<'claimed' | 'duplicate'>
  /** Prolongs the lease of an exchange under way; false when it is no longer ours. */
  renew(exchangeId: string, claimedBy: string, leaseUntil: number): Promise<boolean>
  /** Takes over one exchange whose lease ran out before `now` without an outcome, if there is one. */
  takeOver(
    claimedBy: string,
    now: number,
    leaseUntil: number,
    platform: string,
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
  /** The exchange of a request message, whatever its state. */
  exchangeOf(message: MessageKey): Promise<ExchangeRecord | undefined>
  /** The newest `limit` exchanges of a channel, oldest first; for the web console's history. */
  recent(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly ExchangeRecord[]>
  /**
   * What was said in the last `limit` exchanges of a conversation, oldest first, and the highest level reached
   * in the whole of it.
   */
  conversation(place: Place, limit: number): Promise<ConversationMemory>
  /** Binds a posted message to the attempt it shows; a later link of the same message replaces the earlier. */
  link(link: MessageLink): Promise<void>
  linkOf(message: MessageKey): Promise<MessageLink | undefined>
  /** Appends a vote event; false when it was stored before, or its exchange has been erased. */
  recordVote(event: VoteEvent): Promise<boolean>
  /** The votes that stand on an exchange: per annotator and attempt, the latest emoji not taken back. */
  currentVotes(exchangeId: string): Promise<readonly CurrentVote[]>
  setting(scope: string, name: string): Promise<string | undefined>
  /** All settings of several scopes in one read, keyed `scope` then `name`. */
  settings(scopes: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>>
  /** Stores a setting; `undefined` removes it. */
  setSetting(scope: string, name: string, value: string | undefined, by: string, at: number): Promise<void>
  /**
   * Erases a person's exchanges with their attempts, messages and everybody's votes on them, and the person's
   * own votes everywhere.
   */
  forget(annotators: readonly string[]): Promise<Forgotten>
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
  readonly at: number
}

export interface ExchangeRecord extends Omit<Claim, 'claimedBy' | 'leaseUntil' | 'at' | 'exchangeId'> {
  readonly id: string
  readonly createdAt: number
  readonly finishedAt?: number
  /** Absent while under way. */
  readonly outcome?: Outcome
  readonly level?: SafetyLevel
  readonly calls: number
  /** How often the exchange was taken over from a process that left it behind. */
  readonly takeOvers: number
  readonly attempts: readonly Attempt[]
  readonly shownAttempt?: string
  readonly question?: ClarifyingQuestion
  /** The reply to the clarifying question. */
  readonly reply?: string
  readonly failure?: { readonly code: string; readonly message: string }
  readonly notes: readonly string[]
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
  readonly byAsker: boolean
  readonly sawOtherVotes: boolean
}

export interface CurrentVote {
  readonly exchangeId: string
  readonly attemptId: string
  readonly annotator: string
  readonly emoji: string
  readonly label: string
  readonly eventTime: number
  readonly byAsker: boolean
}

export interface Forgotten {
  readonly exchanges: number
  /** The person's own vote events. */
  readonly votes: number
}
