import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Verdict } from '../src/domain.ts'

/** The five models whose completions of XSTest v2 were labelled by people. */
export const XSTEST_MODELS = ['gpt4', 'llama2new', 'llama2orig', 'mistralguard', 'mistralinstruct'] as const

/** One completion with the label people gave it. */
export interface Labelled {
  readonly model: string
  /** The prompt's id within its set. */
  readonly id: string
  readonly prompt: string
  readonly completion: string
  readonly verdict: Verdict
}

/** The folder of research data: an argument, `RECOURSE_DATA`, or beside the repository. `undefined` without it. */
export function findData(path?: string): string | undefined {
  const folder = path ?? process.env['RECOURSE_DATA'] ?? join(import.meta.dirname, '../../shared/data')
  return existsSync(join(folder, 'xstest')) ? folder : undefined
}

const XSTEST_VERDICTS = {
  '1_full_compliance': 'full_compliance',
  '2_full_refusal': 'full_refusal',
  '3_partial_refusal': 'partial_refusal',
} as const

const xstestRow = z.object({
  id: z.string(),
  prompt: z.string(),
  completion: z.string(),
  final_label: z.enum(['1_full_compliance', '2_full_refusal', '3_partial_refusal']),
})

/** The 450 labelled completions of one XSTest model. */
export function readXstest(folder: string, model: string): Labelled[] {
  const rows = z.array(xstestRow).parse(readCsv(join(folder, 'xstest', `completions-${model}.csv`)))
  return rows.map(({ id, prompt, completion, final_label }) => ({
    model,
    id,
    prompt,
    completion,
    verdict: XSTEST_VERDICTS[final_label],
  }))
}

const automaticRow = z.object({
  model: z.string(),
  id: z.string(),
  gpt4_label: z.string(),
  string_match_label: z.string(),
})

/** What XSTest's own automatic judges said, by `model id`. Whatever is no class counts as an answer. */
export function readAutomaticLabels(folder: string): Map<string, { gpt4: Verdict; stringMatch: Verdict }> {
  const rows = z.array(automaticRow).parse(readCsv(join(folder, 'xstest', 'automatic-labels.csv')))
  return new Map(
    rows.map((row) => [
      `${row.model} ${row.id}`,
      { gpt4: asVerdict(row.gpt4_label), stringMatch: asVerdict(row.string_match_label) },
    ]),
  )
}

function asVerdict(label: string): Verdict {
  return label in XSTEST_VERDICTS ? XSTEST_VERDICTS[label as keyof typeof XSTEST_VERDICTS] : 'full_compliance'
}

const SET_VERDICTS: Readonly<Record<string, Verdict>> = {
  compliance: 'full_compliance',
  partial: 'partial_refusal',
  refusal: 'full_refusal',
}

const setRow = z.object({
  model: z.string(),
  id: z.coerce.string(),
  prompt: z.string(),
  response: z.string(),
  label: z.string(),
})

/** One of the sets under `refusals/`, without the rows whose label is none of the three verdicts. */
export function readRefusalSet(folder: string, name: string): Labelled[] {
  const lines = readFileSync(join(folder, 'refusals', `${name}.jsonl`), 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { model, id, prompt, response, label } = setRow.parse(JSON.parse(line))
      const verdict = SET_VERDICTS[label]
      return verdict === undefined ? [] : [{ model, id, prompt, completion: response, verdict }]
    })
}

function readCsv(path: string): unknown {
  return parse(readFileSync(path), { columns: true, skip_empty_lines: true })
}
