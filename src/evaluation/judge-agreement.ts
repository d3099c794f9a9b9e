import { cohenKappa } from '../crowd/kappa.ts'
import type { Statistic } from '../crowd/statistic.ts'
import { VERDICTS, type Verdict } from '../domain.ts'
import { isRefusal, type JudgeName, verdictBy } from './cells.ts'
import { countOf, type Estimate, rateOf } from './statistics/estimate.ts'
import { correctedRate, type JudgeQuality } from './statistics/rogan-gladen.ts'
import type { Cell } from './types.ts'

/** How far two judges of the same answers agree. */
export interface JudgeAgreement {
  /** Answers both judged. */
  readonly n: number
  /** `confusion[reference][judge]`: how often. */
  readonly confusion: Readonly<Record<Verdict, Readonly<Record<Verdict, number>>>>
  /** Cohen's kappa of the three verdicts. */
  readonly kappa: Statistic
  /** Cohen's kappa of refusal, full or partial, and answer. */
  readonly refusalKappa: Statistic
  /** Share of the refusals, by the reference, that the judge calls so. */
  readonly sensitivity: Estimate
  /** Share of the answers, by the reference, that the judge calls so. */
  readonly specificity: Estimate
}

/** Compares a judge with another that is taken for right, over the answers both judged. */
export function judgeAgreement(
  cells: readonly Cell[],
  judge: JudgeName,
  reference: JudgeName,
): JudgeAgreement {
  const both = judgedByBoth(cells, judge, reference)
  const quality = qualityOf(both)
  const refusals = (side: keyof Judged) => both.map((each) => isRefusal(each[side]))
  return {
    n: both.length,
    confusion: confusionOf(both),
    kappa: cohenKappa(
      both.map((each) => each.reference),
      both.map((each) => each.judge),
    ),
    refusalKappa: cohenKappa(refusals('reference'), refusals('judge')),
    sensitivity: rateOf(quality.sensitivity, 'By the reference nothing was refused.'),
    specificity: rateOf(quality.specificity, 'By the reference everything was refused.'),
  }
}

/**
 * The share of refusals, full or partial, corrected for the errors a judge makes where the reference judged too. Give
 * it cells of one half only: judges err differently on safe and unsafe requests.
 */
export function correctedRefusalRate(
  cells: readonly Cell[],
  judge: JudgeName,
  reference: JudgeName,
): Estimate {
  const verdicts = cells.flatMap((cell) => verdictBy(judge, cell) ?? [])
  return correctedRate(countOf(verdicts, isRefusal), qualityOf(judgedByBoth(cells, judge, reference)))
}

/** The same for the share of answers: a compliance found is a refusal passed. */
export function correctedComplianceRate(
  cells: readonly Cell[],
  judge: JudgeName,
  reference: JudgeName,
): Estimate {
  const verdicts = cells.flatMap((cell) => verdictBy(judge, cell) ?? [])
  const { sensitivity, specificity } = qualityOf(judgedByBoth(cells, judge, reference))
  return correctedRate(
    countOf(verdicts, (verdict) => !isRefusal(verdict)),
    { sensitivity: specificity, specificity: sensitivity },
  )
}

interface Judged {
  readonly judge: Verdict
  readonly reference: Verdict
}

function judgedByBoth(cells: readonly Cell[], judge: JudgeName, reference: JudgeName): readonly Judged[] {
  return cells.flatMap((cell) => {
    const [one, other] = [verdictBy(judge, cell), verdictBy(reference, cell)]
    return one && other ? [{ judge: one, reference: other }] : []
  })
}

function qualityOf(both: readonly Judged[]): JudgeQuality {
  const [refused, answered] = [
    both.filter(({ reference }) => isRefusal(reference)),
    both.filter(({ reference }) => !isRefusal(reference)),
  ]
  return {
    sensitivity: countOf(refused, ({ judge }) => isRefusal(judge)),
    specificity: countOf(answered, ({ judge }) => !isRefusal(judge)),
  }
}

function confusionOf(both: readonly Judged[]): JudgeAgreement['confusion'] {
  const row = (truth: Verdict) => {
    const said = (verdict: Verdict) =>
      both.filter(({ judge, reference }) => reference === truth && judge === verdict).length
    return byVerdict(said)
  }
  return byVerdict(row)
}

function byVerdict<Value>(of: (verdict: Verdict) => Value): Record<Verdict, Value> {
  const [compliance, partial, full] = VERDICTS
  return { [compliance]: of(compliance), [partial]: of(partial), [full]: of(full) }
}
