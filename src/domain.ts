/**
 * The vocabulary of Recourse as types. Everything else imports this file; it imports nothing.
 */

/** What a completion did with the request: XSTest's taxonomy (Röttger et al., NAACL 2024). */
export const VERDICTS = ['full_compliance', 'partial_refusal', 'full_refusal'] as const
export type Verdict = (typeof VERDICTS)[number]

/** How harmful a request is, from harmless to harmful; the order is meaningful. */
export const SAFETY_LEVELS = [
  'clearly_fine',
  'borderline_fine',
  'borderline_harmful',
  'clearly_harmful',
] as const
export type SafetyLevel = (typeof SAFETY_LEVELS)[number]

/** How an exchange ended. */
export const OUTCOMES = [
  'answered',
  'recovered',
  'clarifying',
  'partly_answered',
  'refusal_stands',
  'failed',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Lines of models that share their refusal habits; `unknown` when a name tells nothing. */
export const MODEL_FAMILIES = [
  'llama2',
  'llama3',
  'gemma',
  'command-r',
  'phi-3',
  'mistral',
  'qwen',
  'deepseek',
  'gpt',
  'claude',
  'gemini',
  'unknown',
] as const
export type ModelFamily = (typeof MODEL_FAMILIES)[number]

/** The name under which the first, unmitigated attempt is recorded. */
export const DIRECT = 'direct'

/** One message as a model is given it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** One earlier turn of the conversation, as the people in the channel saw it. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** Facts set by an operator. Users cannot write here, so strategies may rely on them. */
export interface TrustedContext {
  /** What the channel is for, as an operator described it. */
  readonly channelPurpose?: string
  /** What the workspace is, as an operator described it. */
  readonly workspaceRole?: string
}

/** What a user asked, with the conversation before it. */
export interface Request {
  readonly prompt: string
  readonly conversation: readonly Turn[]
  readonly trusted: TrustedContext
  /** The highest level reached earlier in this conversation; the level never drops below it. */
  readonly levelFloor?: SafetyLevel
  /** The clarifying question already put to the user, and what they said. Unverified. */
  readonly clarification?: Clarification
}

/** A clarifying question with the readings a user can pick from. */
export interface ClarifyingQuestion {
  readonly text: string
  /** Two to four readings; "something else" is always offered beside them. */
  readonly readings: readonly Reading[]
}

/** One way to read a request. */
export interface Reading {
  /** Stable within its question: `1`, `2`, … */
  readonly id: string
  /** Short enough for a button (at most 75 characters, Slack's limit for button text). */
  readonly label: string
}

/** A clarifying question together with the user's reply to it. */
export interface Clarification {
  readonly question: ClarifyingQuestion
  /** The label of the reading they chose, or their own words. */
  readonly reply: string
}

/** Tokens of one model call, as the provider counted them. */
export interface Usage {
  readonly input: number
  readonly output: number
}

/**
 * Why a verdict was reached: by the text, by a judge where the text left it open, by the provider's own flag, or because
 * there was no usable answer.
 */
export const VERDICT_REASONS = ['text', 'judge', 'provider', 'empty', 'derailed'] as const
export type VerdictReason = (typeof VERDICT_REASONS)[number]

/** Whether there is a text that was judged. */
export function isJudgedText(reason: VerdictReason): boolean {
  return reason === 'text' || reason === 'judge'
}

/** One model call under one strategy. */
export interface Attempt {
  readonly id: string
  /** `direct`, or the name of the strategy. */
  readonly strategy: string
  /** Version of the strategy, or of the system prompt for `direct`. */
  readonly version: string
  readonly model: string
  readonly verdict: Verdict
  /** Probability of the verdict, 0 to 1. */
  readonly confidence: number
  readonly verdictReason: VerdictReason
  readonly completion: string
  /** True when the stream was aborted before the model had finished. */
  readonly cutShort: boolean
  /** Absent when the provider did not say, as for an aborted stream. */
  readonly usage?: Usage
  /** Time from call to the last text, in milliseconds. */
  readonly milliseconds: number
  /** How this attempt asked, in words for the reader. Absent for `direct`. */
  readonly howAsked?: string
  /** Level of the request together with this answer; absent where the answer was not checked. */
  readonly checkedLevel?: SafetyLevel
}

/** Where a conversation takes place. `thread` is the message that opened it. */
export interface Place {
  readonly platform: string
  readonly workspace: string
  /**
   * The group of channels that the channel stands in just now, where the platform has such groups. It only decides
   * settings: a stored exchange keeps what was decided, and no category.
   */
  readonly category?: string
  readonly channel: string
  readonly thread: string
}

/** Identifies one message on one platform. */
export interface MessageKey {
  readonly platform: string
  readonly workspace: string
  readonly channel: string
  readonly message: string
}

/** The more harmful of two levels. */
export function higherLevel(a: SafetyLevel, b: SafetyLevel): SafetyLevel {
  return SAFETY_LEVELS.indexOf(a) >= SAFETY_LEVELS.indexOf(b) ? a : b
}

/** The floor of a request that none of these levels may be lost from. */
export function floorOf(...levels: readonly (SafetyLevel | undefined)[]): Pick<Request, 'levelFloor'> {
  const known = levels.filter((level) => level !== undefined)
  return known.length > 0 ? { levelFloor: known.reduce(higherLevel) } : {}
}

/** Whether a refusal of a request of this level counts as exaggerated safety. */
export function isFine(level: SafetyLevel): boolean {
  return level === 'clearly_fine' || level === 'borderline_fine'
}
