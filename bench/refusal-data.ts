import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Verdict } from '../src/domain.ts'
import { completionsFile, RECORDED_MODELS, readRecorded } from './recorded.ts'

/** A completion with the label people gave it. */
export interface Labelled {
  readonly set: string
  readonly model: string
  readonly id: string
  /** Prompts of one set that share a fold are held out together. */
  readonly fold: number
  readonly prompt: string
  readonly completion: string
  readonly verdict: Verdict
}

/** A completion of XSTest v2, which knows more of its prompt. */
export interface XstestRow extends Labelled {
  readonly type: string
  readonly safe: boolean
}

export const FOLDS = 5

/** The sets beside XSTest that weights may be fitted on. */
export const FITTED_SETS = ['xstest-replication-new', 'chatgpt-refusals', 'rbr-gold'] as const

const SET_VERDICTS: Readonly<Record<string, Verdict>> = {
  compliance: 'full_compliance',
  partial: 'partial_refusal',
  refusal: 'full_refusal',
}

const setRow = z.object({
  model: z.string(),
  id: z.union([z.string(), z.number()]).transform(String),
  prompt: z.string(),
  response: z.string(),
  label: z.string(),
})

/** One of the sets under `refusals/`, without empty answers and rows whose label is none of the three verdicts. */
export function readRefusalSet(folder: string, name: string): Labelled[] {
  const lines = readFileSync(join(folder, 'refusals', `${name}.jsonl`), 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { model, id, prompt, response, label } = setRow.parse(JSON.parse(line))
      const verdict = SET_VERDICTS[label]
      if (verdict === undefined || response.trim() === '') return []
      return [{ set: name, model, id, fold: foldOf(id), prompt, completion: response, verdict }]
    })
}

/** All completions of XSTest v2. */
export function readXstest(folder: string): XstestRow[] {
  return RECORDED_MODELS.flatMap((model) =>
    readRecorded(completionsFile(folder, model)).map((row) => ({
      set: 'xstest',
      model,
      fold: foldOf(row.id),
      ...row,
    })),
  )
}

function foldOf(id: string): number {
  return Number(id.replaceAll(/\D/g, '') || 0) % FOLDS
}

const AUTOMATIC_VERDICTS: Readonly<Record<string, Verdict>> = {
  '1_full_compliance': 'full_compliance',
  '2_full_refusal': 'full_refusal',
  '3_partial_refusal': 'partial_refusal',
}

const automaticRow = z.object({
  model: z.string(),
  id: z.string(),
  gpt4_label: z.string(),
  string_match_label: z.string(),
})

/** What XSTest's own automatic judges said, by `model id`. What is no class counts as an answer. */
export function readAutomaticLabels(folder: string): Map<string, { gpt4: Verdict; stringMatch: Verdict }> {
  const text = readFileSync(join(folder, 'xstest', 'automatic-labels.csv'))
  const rows = z.array(automaticRow).parse(parse(text, { columns: true, bom: true }))
  const verdict = (label: string): Verdict => AUTOMATIC_VERDICTS[label] ?? 'full_compliance'
  return new Map(
    rows.map((row) => [
      `${row.model} ${row.id}`,
      { gpt4: verdict(row.gpt4_label), stringMatch: verdict(row.string_match_label) },
    ]),
  )
}
