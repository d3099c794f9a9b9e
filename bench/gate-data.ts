import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A request with the label of its set. */
export interface LabelledRequest {
  readonly set: string
  readonly text: string
  readonly harmful: boolean
}

const row = z.object({ set: z.string(), label: z.enum(['safe', 'unsafe']), text: z.string() })

/** The requests of `prompts/prompts.jsonl`, each with its set's label. */
export function readPrompts(folder: string): readonly LabelledRequest[] {
  return readFileSync(join(folder, 'prompts', 'prompts.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { set, label, text } = row.parse(JSON.parse(line))
      return { set, text, harmful: label === 'unsafe' }
    })
}

/** The set of the pairs of our own writing. */
export const OWN = 'own'

/** Pairs of our own writing, a harmless request and its harmful twin a line, divided by ` | `. */
export function readOwnPairs(): readonly LabelledRequest[] {
  const folder = join(import.meta.dirname, 'gate-examples')
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .flatMap((line) => {
      const [safe, harmful] = line.split(' | ')
      if (safe === undefined || harmful === undefined) throw new Error(`No pair: ${line}`)
      return [
        { set: OWN, text: safe, harmful: false },
        { set: OWN, text: harmful, harmful: true },
      ]
    })
}

/** How much one request of a set counts. Only sets whose licence and labels allow fitting; noisy ones count less. */
export const FIT_SETS: Readonly<Record<string, number>> = {
  [OWN]: 5,
  xsrep_new: 4,
  oktest: 1.5,
  llm_safeguard_custom: 1.5,
  coconot_contrast: 1,
  coconot_pref: 0.3,
  coconot_eval: 0.5,
  frr_cyber: 0.3,
  harmbench: 0.5,
  advbench: 0.7,
  maliciousinstruct: 1,
  tdc2023: 1,
  catqa: 1,
  dangerousqa: 1,
  harmfulqa: 0.4,
  salad_sub: 0.5,
  ailuminate_demo: 0.15,
  openai_mod: 0.1,
}
