import { createHarmLikelihood } from '../src/safety/likelihood/harm-likelihood.ts'
import type { Settled } from '../src/safety/settle.ts'
import { weighText } from '../src/safety/weigh-text.ts'
import { type LabelledRequest, OWN } from './gate-data.ts'
import {
  type Calibration,
  calibrate,
  calibrated,
  type Example,
  FOLDS,
  fitWeights,
  scoreHeldOut,
} from './gate-fitting.ts'
import { share, sharesBy } from './gate-shares.ts'

const BY_FOLDS = `${OWN}, by folds`

/** Sets that share their makers or their sources are left out together. */
const KIN: readonly (readonly string[])[] = [
  ['xsrep_new'],
  ['oktest', 'llm_safeguard_custom'],
  ['coconot_contrast', 'coconot_pref', 'coconot_eval'],
  ['frr_cyber'],
  ['openai_mod'],
  ['harmbench', 'advbench', 'maliciousinstruct', 'tdc2023'],
  ['catqa', 'dangerousqa', 'harmfulqa'],
  ['salad_sub', 'ailuminate_demo'],
]

/** A labelled request as a gate weighs it whose likelihood was fitted without it. */
export interface HeldOut extends LabelledRequest, Settled {}

/**
 * Weighs every request by rules and by a likelihood fitted without its set and the kin of that; our pairs by folds, and
 * once more by the other sets alone.
 */
export function weighHeldOut(
  requests: readonly LabelledRequest[],
  examples: readonly Example[],
): readonly HeldOut[] {
  const calibration = calibrate(scoreHeldOut(examples))
  const weighed: HeldOut[] = []
  const weigh = (isLeftOut: (each: Example) => boolean, name: (set: string) => string): void => {
    const likelihood = likelihoodOf(
      examples.filter((each) => !isLeftOut(each)),
      calibration,
    )
    for (const [index, request] of requests.entries()) {
      const example = examples[index]
      if (example === undefined || !isLeftOut(example)) continue
      weighed.push({ ...request, ...weighText(request.text, likelihood), set: name(request.set) })
    }
  }
  for (const sets of KIN)
    weigh(
      ({ set }) => sets.includes(set),
      (set) => set,
    )
  for (let fold = 0; fold < FOLDS; fold++)
    weigh(
      (each) => each.set === OWN && each.fold === fold,
      () => BY_FOLDS,
    )
  weigh(
    ({ set }) => set === OWN,
    () => `${OWN}, by other sets`,
  )
  return weighed
}

function likelihoodOf(examples: readonly Example[], calibration: Calibration) {
  return createHarmLikelihood(calibrated(fitWeights(examples), calibration), calibration.offset)
}

/** What the gate passes, asks about and keeps of the requests of each set, and how often clear harm is harm; lines of text. */
export function screenHeldOut(
  requests: readonly LabelledRequest[],
  examples: readonly Example[],
): readonly string[] {
  const rows = weighHeldOut(requests, examples)
  const clear = rows.filter(({ level }) => level === 'clearly_harmful')
  const balanced = clear.filter(({ set }) => set === BY_FOLDS || set === 'xsrep_new')
  return [
    ...sharesBy(rows, ({ set, harmful }) => `${set}, ${harmful ? 'unsafe' : 'safe'}`),
    `precision of clearly_harmful, twinned sets: ${share(balanced.filter(({ harmful }) => harmful).length, balanced.length)}`,
  ]
}
