import { csvCell } from '../crowd/csv-cell.ts'
import type { Attempt } from '../domain.ts'
import type { Cell, Item } from './types.ts'

const COLUMNS = [
  'cell',
  'item',
  'prompt',
  'safe',
  'type',
  'pair',
  'model',
  'arm',
  'user',
  'outcome',
  'level',
  'verdict',
  'first_verdict',
  'verdict_by_file',
  'verdict_by_judge',
  'verdict_by_people',
  'asked',
  'calls',
  'input_tokens',
  'output_tokens',
  'milliseconds',
  'failure',
  'attempt',
  'strategy',
  'version',
  'attempt_verdict',
  'confidence',
  'cut_short',
  'checked_level',
  'attempt_milliseconds',
  'completion',
] as const

export const csvHeader = `${COLUMNS.join(',')}\n`

/** The attempts of a cell, a row each; a cell without any has one row all the same. Safe to open as a spreadsheet. */
export function csvRows(id: string, cell: Cell, item: Item): string {
  const attempts: readonly (Attempt | undefined)[] = cell.attempts.length > 0 ? cell.attempts : [undefined]
  return attempts.map((attempt, at) => csvRow(id, cell, item, attempt, at)).join('')
}

function csvRow(id: string, cell: Cell, item: Item, attempt: Attempt | undefined, at: number): string {
  const values: Record<(typeof COLUMNS)[number], string | number | boolean | undefined> = {
    cell: id,
    item: item.id,
    prompt: item.prompt,
    safe: item.safe,
    type: item.type,
    pair: item.pair,
    model: cell.model,
    arm: cell.arm,
    user: cell.user,
    outcome: cell.outcome,
    level: cell.level,
    verdict: cell.verdict,
    first_verdict: cell.firstVerdict,
    verdict_by_file: cell.judged?.['file'],
    verdict_by_judge: cell.judged?.['judge'],
    verdict_by_people: cell.judged?.['people'],
    asked: cell.asked,
    calls: cell.calls,
    input_tokens: cell.tokens.input,
    output_tokens: cell.tokens.output,
    milliseconds: cell.milliseconds,
    failure: cell.failure,
    attempt: attempt && at + 1,
    strategy: attempt?.strategy,
    version: attempt?.version,
    attempt_verdict: attempt?.verdict,
    confidence: attempt && Number(attempt.confidence.toFixed(4)),
    cut_short: attempt?.cutShort,
    checked_level: attempt?.checkedLevel,
    attempt_milliseconds: attempt?.milliseconds,
    completion: attempt?.completion,
  }
  return `${COLUMNS.map((column) => csvCell(String(values[column] ?? ''))).join(',')}\n`
}
