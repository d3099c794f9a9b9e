import { isFine, type SafetyLevel } from '../domain.ts'

/** What the rules and the likelihood make of one text, before a level is settled. */
export interface Evidence {
  /** The highest level a rule found, and whether it stands on it. */
  readonly level: SafetyLevel
  readonly sure: boolean
  readonly reasons: readonly string[]
  /** How the likelihood may settle a doubt of the rules: not at all, where little speaks against it, or freely. */
  readonly doubt: 'firm' | 'some' | 'mere'
  /** Whether the harm found leaves no other reading. */
  readonly grave: boolean
  /** Whether something is put around the request. What a frame makes look better is not believed. */
  readonly framed: boolean
  /** What would be clear harm inside the frame, were it asked outright; empty where nothing would. */
  readonly askedInside: readonly string[]
  /** Natural-log odds that the request is harmful, as labelled requests have it. */
  readonly odds: number
}

/** What a text comes to. */
export interface Settled {
  readonly level: SafetyLevel
  readonly sure: boolean
  readonly reasons: readonly string[]
  readonly odds: number
}

/** Natural-log odds at which the likelihood weighs in; chosen on held-out requests, see `likelihood/card.md`. */
export const ODDS = {
  /** Up to here nothing speaks against a request of which the rules know nothing. */
  pass: -0.85,
  /** Up to here not even a doubt of the rules stands. */
  passDoubt: -1.6,
  /** Beyond this a harmless sense is not believed. */
  veto: 1.5,
  /** From here on a request without any rule against it is kept. */
  harm: 0,
  /** The same inside a frame, whose words water the odds down. */
  harmFramed: -1.5,
  /** From here on what a frame mentions counts as asked. */
  inside: 0,
  /** Below this a mere doubt about harm is only a question. */
  spare: -1,
  /** From here on the rules’ own word for clear harm stands. */
  clear: 2.7,
  /** The same where the harm leaves no other reading. */
  grave: 1.5,
} as const

/**
 * Settles the level. The rules speak first; the likelihood can take a harmless reading’s certainty away, let a request
 * pass of which the rules know nothing, and keep one; it never makes a clearly harmful request fine. Pure.
 */
export function settle(evidence: Evidence): Settled {
  const { level, sure, reasons, doubt, grave, framed, askedInside, odds } = evidence
  if (askedInside.length > 0 && odds >= ODDS.inside)
    return { level: 'clearly_harmful', sure: true, reasons: askedInside, odds }
  if (level === 'clearly_harmful') {
    if (framed || odds >= (grave ? ODDS.grave : ODDS.clear)) return { level, sure, reasons, odds }
    return { level: 'borderline_harmful', sure: false, reasons, odds }
  }
  if (!isFine(level)) {
    if (odds < ODDS.spare && !framed) return { level: 'borderline_fine', sure: false, reasons, odds }
    return { level, sure, reasons, odds }
  }
  if (sure) {
    if (odds <= ODDS.veto) return { level, sure, reasons, odds }
    return { level: 'borderline_fine', sure: false, reasons: [...reasons, 'like harmful requests'], odds }
  }
  if (doubt !== 'firm' && odds <= (doubt === 'mere' ? ODDS.pass : ODDS.passDoubt))
    return { level: 'borderline_fine', sure: true, reasons: ['like harmless requests'], odds }
  if (odds >= (framed ? ODDS.harmFramed : ODDS.harm))
    return { level: 'borderline_harmful', sure: false, reasons: [...reasons, 'like harmful requests'], odds }
  return { level: 'borderline_fine', sure: false, reasons, odds }
}
