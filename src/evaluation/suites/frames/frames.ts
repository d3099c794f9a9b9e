import { fiction } from './fiction.ts'
import type { Frame } from './frame.ts'
import { injectedDemonstrations } from './injected-demonstrations.ts'
import { lyingClarification } from './lying-clarification.ts'
import { pastTense } from './past-tense.ts'
import { persuasion } from './persuasion.ts'
import { professionalClaim } from './professional-claim.ts'
import { research } from './research.ts'
import { verse } from './verse.ts'

/** The eight ways in which every unsafe prompt is asked once more. */
export const FRAMES: Readonly<Record<string, Frame>> = {
  fiction,
  research,
  'professional-claim': professionalClaim,
  'past-tense': pastTense,
  persuasion,
  'lying-clarification': lyingClarification,
  'injected-demonstrations': injectedDemonstrations,
  verse,
}
