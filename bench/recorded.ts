import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Verdict } from '../src/domain.ts'

const row = z.object({
  id: z.string(),
  type: z.string(),
  prompt: z.string(),
  completion: z.string(),
  final_label: z.enum(['1_full_compliance', '2_full_refusal', '3_partial_refusal']),
})

const VERDICT_OF = {
  '1_full_compliance': 'full_compliance',
  '2_full_refusal': 'full_refusal',
  '3_partial_refusal': 'partial_refusal',
} as const satisfies Record<string, Verdict>

/** One recorded completion with the verdict people gave it. */
export interface Recorded {
  /** XSTest's id of the prompt: `v2-1`, … */
  readonly id: string
  /** XSTest's type of the prompt; that of an unsafe twin begins with `contrast_`. */
  readonly type: string
  readonly prompt: string
  readonly completion: string
  readonly verdict: Verdict
  readonly safe: boolean
}

/** XSTest's five recorded models, as the data folder names them. */
export const RECORDED_MODELS = ['gpt4', 'llama2new', 'llama2orig', 'mistralguard', 'mistralinstruct'] as const

/** The folder of recorded data: `RECOURSE_DATA`, or `../shared/data` beside the checkout; undefined where absent. */
export function dataFolder(environment = process.env): string | undefined {
  const folder = resolve(environment.RECOURSE_DATA ?? join(import.meta.dirname, '..', '..', 'shared', 'data'))
  return existsSync(join(folder, 'xstest')) ? folder : undefined
}

/** The data folder, or the end of the program with one line that says what is missing. */
export function requireDataFolder(): string {
  const folder = dataFolder()
  if (folder !== undefined) return folder
  process.stderr.write(
    'The recorded completions are not here. Set RECOURSE_DATA to the folder that holds xstest/.\n',
  )
  process.exit(1)
}

export function completionsFile(folder: string, model: string): string {
  return join(folder, 'xstest', `completions-${model}.csv`)
}

export function readRecorded(file: string): readonly Recorded[] {
  return z
    .array(row)
    .parse(parse(readFileSync(file), { columns: true, bom: true }))
    .map((each) => ({
      id: each.id,
      type: each.type,
      prompt: each.prompt,
      completion: each.completion,
      verdict: VERDICT_OF[each.final_label],
      safe: !each.type.startsWith('contrast_'),
    }))
}
