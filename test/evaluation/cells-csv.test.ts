import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csvHeader, csvRows } from '../../src/evaluation/cells-csv.ts'
import type { Cell } from '../../src/evaluation/types.ts'

const attempt = {
  id: 'a',
  strategy: 'direct',
  version: 'direct/1',
  model: 'm:1',
  verdict: 'full_refusal',
  confidence: 0.912345,
  verdictReason: 'text',
  completion: '=HYPERLINK("http://example.org")',
  cutShort: true,
  milliseconds: 12.5,
} as const
const cell: Cell = {
  item: '1',
  model: 'm:1',
  arm: 'plain',
  outcome: 'refusal_stands',
  verdict: 'full_refusal',
  judged: { judge: 'partial_refusal' },
  attempts: [attempt, { ...attempt, completion: 'A line,\nand "another"' }],
  asked: false,
  calls: 2,
  tokens: { input: 10, output: 20 },
  milliseconds: 30,
}
const item = { id: '1', prompt: '+1 or -1?', safe: true, type: 'other' }

const rows = (given: Cell) =>
  parse(csvHeader + csvRows('c', given, item), { columns: true }) as readonly Record<string, string>[]

describe('the table of attempts', () => {
  it('has a row for every attempt', () => {
    expect(
      rows(cell).map((row) => [row['cell'], row['attempt'], row['verdict'], row['verdict_by_judge']]),
    ).toEqual([
      ['c', '1', 'full_refusal', 'partial_refusal'],
      ['c', '2', 'full_refusal', 'partial_refusal'],
    ])
  })

  it('holds nothing that a spreadsheet would run', () => {
    const [first, second] = rows(cell)
    expect(first?.['completion']).toBe('\'=HYPERLINK("http://example.org")')
    expect(first?.['prompt']).toBe("'+1 or -1?")
    expect(second?.['completion']).toBe('A line,\nand "another"')
  })

  it('has one row for a cell without any attempt', () => {
    const failed: Cell = { ...cell, outcome: 'failed', attempts: [], failure: 'timeout' }
    expect(rows(failed)).toHaveLength(1)
    expect(rows(failed)[0]).toMatchObject({
      outcome: 'failed',
      failure: 'timeout',
      attempt: '',
      completion: '',
    })
  })
})
