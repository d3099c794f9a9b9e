import { z } from 'zod'
import type { RefusalDetector } from '../refusal/refusal-detector.ts'
import { mapJsonLines } from './json-lines.ts'
import type { Terminal } from './output.ts'

const row = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  prompt: z.string().optional(),
  completion: z.string(),
})

/**
 * Verdicts of completions, JSON Lines in and out; a row without an id is named by its line number. With `explain`
 * also what decided: phrases and features with their weights, and whether the detector is sure.
 */
export function classify(
  terminal: Terminal,
  detector: RefusalDetector,
  { explain = false }: { readonly explain?: boolean } = {},
): Promise<void> {
  return mapJsonLines(
    terminal,
    row,
    '{"id":"1","prompt":"…","completion":"…"}',
    ({ id, prompt, completion }, line) => {
      if (explain) {
        const { assessment, phrases, features } = detector.explain(completion, prompt)
        const { verdict, confidence, probabilities, sure, reason } = assessment
        return { id: id ?? line, verdict, confidence, probabilities, sure, reason, phrases, features }
      }
      const { verdict, confidence, probabilities } = detector.classify(completion, prompt)
      return { id: id ?? line, verdict, confidence, probabilities }
    },
  )
}
