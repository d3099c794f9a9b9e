import { familyOf } from '../models/family.ts'
import type { VotedTry } from '../store/policy-store.ts'
import { type Cases, type Evidence, gathered, NO_CASES } from './beliefs.ts'

/**
 * What people's votes show of strategies. Each exchange has one label, that of the text it shows in the end, so that
 * many votes on one answer count once. It says whether the strategy that is shown did well, and that the request was
 * harmless: a strategy tried there that was refused once more has failed. Were that left out, one that is mostly
 * refused would be known by its few answers alone. An answer that the gate withheld is evidence of neither.
 */
export function voteEvidenceOf(tries: readonly VotedTry[]): readonly Evidence[] {
  return gathered(
    tries.map((one) => ({
      family: familyOf(one.model),
      scripted: one.model.startsWith('rehearsal:'),
      type: one.type,
      strategy: one.strategy,
      ...caseOf(one),
    })),
  )
}

function caseOf({ label, isShown, verdict }: VotedTry): Cases {
  const answered = { ...NO_CASES, answered: 1 }
  const refused = { ...NO_CASES, refused: 1 }
  if (!isShown) return verdict === 'full_compliance' ? NO_CASES : refused
  if (label === 'answered_well') return answered
  return label === 'refused_harmless' || label === 'half_refused_harmless' ? refused : NO_CASES
}
