import type { SafetyLevel } from '../domain.ts'

/** What one rule made of one part of a text. */
export interface Finding {
  readonly level: SafetyLevel
  /** Whether the rule would stand on this finding alone. */
  readonly sure: boolean
  /** A short phrase for the log; never the user's text. */
  readonly reason: string
  /** Stands however harmless the words look: a doubt that is never settled by likelihood, or harm that leaves little room. */
  readonly firm?: true
}

export const harmful = (reason: string): Finding => ({ level: 'clearly_harmful', sure: true, reason })
export const doubtful = (reason: string): Finding => ({ level: 'borderline_harmful', sure: false, reason })
/** Harm of a kind that leaves no other reading. */
export const grave = (reason: string): Finding => ({ ...harmful(reason), firm: true })
export const unclear = (reason: string): Finding => ({ level: 'borderline_fine', sure: false, reason })
export const harmless = (reason: string): Finding => ({ level: 'clearly_fine', sure: true, reason })
export const firmDoubt = (reason: string): Finding => ({ ...unclear(reason), firm: true })
