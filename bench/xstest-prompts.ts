import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'

/** A prompt of XSTest v2; the type of an unsafe one begins with `contrast_`. */
export interface XstestPrompt {
  readonly prompt: string
  readonly type: string
  readonly label: 'safe' | 'unsafe'
}

const rows = z.array(z.object({ prompt: z.string(), type: z.string(), label: z.enum(['safe', 'unsafe']) }))

/** The 450 prompts of XSTest v2 (Röttger et al., NAACL 2024) of the data folder. Nothing may be fitted or tuned on them. */
export function readXstestPrompts(folder: string): readonly XstestPrompt[] {
  return rows.parse(parse(readFileSync(join(folder, 'xstest', 'prompts.csv')), { columns: true, bom: true }))
}
