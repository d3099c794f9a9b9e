import { describe, expect, it } from 'vitest'
import { runEvidenceOf } from '../../src/evaluation/run-evidence.ts'
import { halfOf } from '../../src/evaluation/split.ts'
import type { Cell, Item } from '../../src/evaluation/types.ts'
import { anAttempt } from '../store/records.ts'
import { cellsOf, makeItem } from './make-cells.ts'

const MODEL = 'rehearsal:llama2'
const all = Array.from({ length: 40 }, (_, at) => makeItem(`i${at}`))
const learn = all.filter((item) => halfOf(item) === 'learn').slice(0, 6)
const report = all.filter((item) => halfOf(item) === 'report').slice(0, 6)

/** Cells of a strategy that was used where the gate is sure the request is fine. */
const by = (strategy: string, items: readonly Item[], verdicts: string, more: Partial<Cell> = {}) =>
  cellsOf(strategy, items, verdicts, { level: 'clearly_fine', attempts: [anAttempt({ strategy })], ...more })

function evidenceOf(items: readonly Item[], cells: readonly Cell[], kind: 'scripted' | 'live' = 'scripted') {
  const run = {
    models: [{ id: MODEL, family: 'llama2' as const, kind }],
    strategies: [{ name: 'few-shot', version: 'few-shot/1' }],
  }
  return runEvidenceOf(run, cells, items, { requestType: () => 'homonyms' })
}

describe('what a run shows of strategies', () => {
  it('is what they had answered of safe requests that the plain model refused', () => {
    const cells = [...cellsOf('plain', learn, 'rrrpaa'), ...by('few-shot', learn, 'aarpar')]
    expect(evidenceOf(learn, cells)).toEqual([
      { family: 'llama2', scripted: true, type: 'homonyms', strategy: 'few-shot', answered: 2, refused: 2 },
    ])
    expect(evidenceOf(learn, cells, 'live')[0]?.scripted).toBe(false)
  })

  it('comes from the learning half alone, so that reports on the other stay honest', () => {
    const cells = [...cellsOf('plain', report, 'rrrrrr'), ...by('few-shot', report, 'aaaaaa')]
    expect(evidenceOf(report, cells)).toEqual([])
  })

  it('never comes from across the gate: not from unsafe requests, nor from what the gate did not find fine', () => {
    const unsafe = learn.map((item) => ({ ...item, safe: false }))
    const plain = cellsOf('plain', learn, 'rrrrrr')
    expect(evidenceOf(unsafe, [...plain, ...by('few-shot', learn, 'aaaaaa')])).toEqual([])
    for (const level of ['borderline_harmful', 'clearly_harmful'] as const)
      expect(evidenceOf(learn, [...plain, ...by('few-shot', learn, 'aaaaaa', { level })])).toEqual([])
    const unscreened = by('few-shot', learn, 'aaaaaa').map(({ level: _, ...cell }) => cell)
    expect(evidenceOf(learn, [...plain, ...unscreened])).toEqual([])
  })

  it('does not count what a strategy had no part in, what failed, and what the policy did', () => {
    const plain = cellsOf('plain', learn, 'rrrrrr')
    const asked = { attempts: [anAttempt(), anAttempt({ strategy: 'interactive' })] }
    expect(evidenceOf(learn, [...plain, ...by('few-shot', learn, 'aaaaaa', asked)])).toEqual([])
    expect(evidenceOf(learn, [...plain, ...by('few-shot', learn, 'xxxxxx')])).toEqual([])
    expect(evidenceOf(learn, [...plain, ...by('policy', learn, 'aaaaaa')])).toEqual([])
    expect(evidenceOf(learn, by('few-shot', learn, 'aaaaaa'))).toEqual([])
  })
})
