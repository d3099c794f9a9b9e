import type { Person } from './bot-types.ts'
import type { MessageKey, Place, Verdict } from './domain.ts'

/** Most answers that are shown side by side; more cannot be told apart in a channel. */
export const MOST_COMPARED = 6

/** Names of the answers, in the order in which they stand. */
export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Letter = (typeof LETTERS)[number]

/** What somebody says of answers side by side: one of them is the best, none is better than the others, or all are bad. */
export const CHOICES = [...LETTERS, 'tie', 'both_bad'] as const
export type ComparisonChoice = (typeof CHOICES)[number]

/** What somebody wants compared: one prompt, by every model with every strategy. */
export interface ComparisonOrder {
  readonly prompt: string
  /** `direct` and names of strategies; where absent, `direct` and what comes first for the model and the request. */
  readonly strategies?: readonly string[]
  /** Model ids; where absent, the place's model. */
  readonly models?: readonly string[]
  /** Take answers to identical calls from the cache, where they are there. */
  readonly cached?: boolean
}

/**
 * Where a comparison is: its answers are being made; people vote blind; the names are shown; or it was ended before
 * there was anything to vote on.
 */
export type ComparisonStatus = 'running' | 'open' | 'revealed' | 'cancelled' | 'failed'

/**
 * A comparison as its channel may see it now. While it is blind it holds nothing that tells a strategy or a model: no
 * times, no tokens, no verdicts, and nothing of the cells that gave no answer but their number.
 */
export interface ComparisonView {
  readonly id: string
  readonly place: Place
  readonly status: ComparisonStatus
  readonly prompt: string
  /** Pseudonym of whoever began it. */
  readonly asker: string
  /** When it was begun; milliseconds since 1970. */
  readonly at: number
  /** Model calls that have ended, of all that were asked for. */
  readonly progress: { readonly done: number; readonly of: number }
  /** Empty while it is running: what comes first would tell. In shuffled order, lettered from A. */
  readonly answers: readonly ComparedAnswer[]
  /** Cells without an answer to vote on; each is explained once it is revealed. */
  readonly without: readonly CellWithout[] | number
  /** How many people have voted, never how while it is blind. */
  readonly voters: number
  /** Votes for each choice; only once revealed. */
  readonly votes?: Readonly<Partial<Record<ComparisonChoice, number>>>
  /** Set where a model of it is a scripted stand-in; the surface must say so. */
  readonly scripted: boolean
  /** One honest line for whoever looks, such as why it has failed. */
  readonly note?: string
}

export interface ComparedAnswer {
  readonly letter: Letter
  /** The whole text as the model gave it, Markdown; a refusal is an answer too. Surfaces cut it, and offer the rest. */
  readonly text: string
  /** Only once revealed. */
  readonly behind?: CellFacts
}

/** What made an answer. */
export interface CellFacts {
  readonly model: string
  readonly scripted: boolean
  /** `direct`, or the name of a strategy. */
  readonly strategy: string
  readonly verdict: Verdict
  /** Tokens of the prompt and the answer together, where the provider tells them. */
  readonly tokens?: number
  readonly milliseconds: number
  /** It came from the cache, at no cost; `milliseconds` is of the call that made it. */
  readonly cached?: true
}

/** A cell that has nothing to vote on. */
export interface CellWithout {
  readonly model: string
  readonly strategy: string
  /** Fit for the reader: the strategy does not apply, the model failed, or the answer was withheld. */
  readonly why: string
}

export interface ComparisonVote {
  readonly comparisonId: string
  readonly voter: Person
  readonly choice: ComparisonChoice
  /** `remove` takes back that very choice, as when a reaction is removed. */
  readonly action: 'add' | 'remove'
  /** Milliseconds since 1970. */
  readonly eventTime: number
}

/** What became of a vote: `late` where it had been revealed, `unchanged` where it says what stood. */
export interface ComparisonVoted {
  readonly view: ComparisonView
  readonly counted: 'counted' | 'unchanged' | 'removed' | 'late'
}

/** Comparisons, as adapters see them. A view is always the present one, read anew. */
export interface Comparing {
  comparison(id: string): Promise<ComparisonView | undefined>
  comparisonShownBy(message: MessageKey): Promise<ComparisonView | undefined>
  /** The newest comparisons of a channel, oldest first. */
  recentComparisons(channel: Omit<Place, 'thread'>, limit: number): Promise<readonly ComparisonView[]>
  /** What counts of all that somebody has said of it. */
  choiceOn(id: string, person: Person): Promise<ComparisonChoice | undefined>
  /**
   * Binds the message that shows a comparison: reactions on it are votes (🇦 to 🇫, 🤝 a tie, 👎 all bad; `bot.handleVote`
   * takes them like any others). Gives the bound message's id, which may be another process's.
   */
  showsComparison(id: string, message: MessageKey): Promise<string | undefined>
  /** One vote a person; a later one replaces it. @throws {InputError} when there is no such comparison any more */
  voteOnComparison(vote: ComparisonVote): Promise<ComparisonVoted>
  /** @throws {InputError} unless the person began it or is an admin, or when there is nothing to reveal */
  revealComparison(id: string, person: Person): Promise<ComparisonView>
  /** Stops the calls under way, in whatever process. @throws {InputError} unless the person began it or is an admin */
  cancelComparison(id: string, person: Person): Promise<ComparisonView>
  /**
   * A comparison of this platform whose process is gone while it ran, now ended as failed, or that has been open for a
   * day, now revealed, with the message that shows it; to be called now and then.
   */
  takeUpComparison(
    platform: string,
  ): Promise<{ readonly view: ComparisonView; readonly message?: MessageKey } | undefined>
}
