import type { DriftPoint } from '../evaluation/drift-series.ts'

/** One run of the watched sample, over all models: when a schedule says it is due. */
export interface DriftTurn {
  /** The schedule in words of its own; empty for a run by hand. */
  readonly schedule: string
  /** Milliseconds since 1970. */
  readonly due: number
}

/** A message about a turn that is still to be posted in a channel. */
export interface DriftMessage extends DriftTurn {
  /** As in `ADMIN_CHANNEL`. */
  readonly channel: string
}

/** Who takes something on, and until when others leave it to them. */
export interface Taking {
  readonly claimedBy: string
  readonly now: number
  readonly leaseUntil: number
}

/** The records of watching models for drift: turns, what they gave, and what is to be told of them. */
export interface DriftStore {
  /**
   * Takes a turn on, or takes it over where its lease ran out before it was finished. True for exactly one of those who
   * ask at the same time.
   */
  takeTurn(turn: DriftTurn, taking: Taking): Promise<boolean>
  /** Prolongs the lease of a turn; false when it is no longer ours. */
  renewTurn(turn: DriftTurn, claimedBy: string, leaseUntil: number): Promise<boolean>
  /** Gives a turn up that is not finished, for whoever comes next. */
  releaseTurn(turn: DriftTurn, claimedBy: string): Promise<void>
  /**
   * A turn is over, and these channels are to be told of it. One transaction; false, and nothing stored, when it is no
   * longer ours.
   */
  finishTurn(turn: DriftTurn, claimedBy: string, at: number, channels: readonly string[]): Promise<boolean>
  /** Notes a turn as over that nobody will run. Changes nothing about one that is there. */
  passTurn(turn: DriftTurn, at: number): Promise<void>
  /** Whether a schedule has had any turn. */
  hasTurns(schedule: string): Promise<boolean>
  /** Stores what a model gave in a turn; what is stored of it already stays. */
  recordDrift(points: readonly DriftPoint[]): Promise<void>
  /** Everything there is, by the time it was due. */
  driftPoints(): Promise<readonly DriftPoint[]>
  /** Takes on a message that is due to be posted in one of these channels, if there is one. */
  takeDriftMessage(
    channels: readonly string[],
    taking: Omit<Taking, 'claimedBy'>,
  ): Promise<DriftMessage | undefined>
  /** It was posted, and never will be again. */
  driftMessagePosted(message: DriftMessage, at: number): Promise<void>
  /** It could not be posted; it is due again from a time on. */
  postponeDriftMessage(message: DriftMessage, until: number): Promise<void>
  /** What is stored under a setting's name at any place, each once. */
  settingValues(name: string): Promise<readonly string[]>
}
