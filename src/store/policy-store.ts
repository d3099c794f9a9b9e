import type { Label } from '../crowd/codebook.ts'
import type { Place, Verdict } from '../domain.ts'
import type { Beliefs, Evidence } from '../policy/beliefs.ts'
import type { Choice } from '../policy/policy.ts'

/** What the policy learns from, and which version of it is in use. */
export interface PolicyStore {
  /**
   * Keeps what a run shows in place of what it showed before, so that it counts once, however often it is given. Does
   * nothing and gives false where a run of the same settings is kept that began later.
   */
  learnRun(run: LearnedRun): Promise<boolean>
  /** What all runs that are kept show. */
  runEvidence(): Promise<readonly Evidence[]>
  /** The runs that are kept, in the order in which they were learned from. */
  learnedRuns(): Promise<readonly KeptRun[]>
  /**
   * Every asking again in exchanges that the gate, and no appeal, was sure were of a harmless request, and whose end the
   * crowd has labelled as of a harmless request; a page at a time.
   */
  votedTries(): AsyncIterable<readonly VotedTry[]>
  /** Keeps a version for good; false where its name is taken. */
  freezePolicy(version: FrozenPolicy): Promise<boolean>
  /** Every frozen version, oldest first. */
  frozenPolicies(): Promise<readonly Omit<FrozenPolicy, 'beliefs'>[]>
  frozenPolicy(name: string): Promise<FrozenPolicy | undefined>
  /** From now on this version is in use, in every process on this database. */
  usePolicy(use: PolicyUse): Promise<void>
  /** The version in use; `undefined` where nobody has ever chosen one. */
  policyInUse(): Promise<PolicyUse | undefined>
  /** The policy's choice in the newest second hearing of this thread; where it had none, of this channel. */
  lastChoice(place: Place): Promise<Choice | undefined>
}

export interface KeptRun {
  /** Of the run's settings. */
  readonly digest: string
  /** As it was named when it was learned from. */
  readonly folder: string
  /** When the run began, in milliseconds since 1970. */
  readonly started: number
  readonly at: number
  /** Pseudonym of who had it learned from. */
  readonly by: string
}

export interface LearnedRun extends KeptRun {
  readonly evidence: readonly Evidence[]
}

/** One asking again, and what the crowd says of the text that its exchange shows in the end. */
export interface VotedTry {
  readonly model: string
  readonly type: string
  readonly strategy: string
  readonly verdict: Verdict
  /** Whether this is what the exchange shows, and so what the label is of. */
  readonly isShown: boolean
  readonly label: Label
}

export interface FrozenPolicy {
  readonly name: string
  readonly beliefs: Beliefs
  readonly at: number
  readonly by: string
}

export interface PolicyUse {
  readonly version: string
  readonly at: number
  readonly by: string
}
