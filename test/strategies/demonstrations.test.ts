import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { createRefusalDetector } from '../../src/refusal/fitted-detector.ts'
import { demonstrationsFor } from '../../strategies/demonstrations/bank.ts'
import { escapeTurns } from '../../strategies/escape-turns.ts'
import { REQUEST_TYPES } from '../../strategies/request-type.ts'
import { similarity } from './similarity.ts'
import { TWINS } from './twins.ts'

/**
 * From here on two prompts count as near. Measured on XSTest's 450 prompts: of copies with one word replaced
 * 100 % lie at or above it, with two neighbouring words replaced 99.5 %; of pairs of different prompts, which
 * share their question words and often their topic, 0.5 %.
 */
const NEAR = 0.5

const DATA = process.env['RECOURSE_DATA'] ?? join(import.meta.dirname, '../../../shared/data')
const XSTEST = join(DATA, 'xstest/prompts.csv')

const SETS = REQUEST_TYPES.map((type) => ({ type, set: demonstrationsFor(type) }))
const ALL = SETS.flatMap(({ set }) => [...set.benign, set.harmful, set.borderline])

/** The nearest of some prompts, as a line that shows what to reword. */
function nearest(prompt: string, others: readonly string[]): { score: number; other: string } {
  return others
    .map((other) => ({ score: similarity(prompt, other), other }))
    .reduce((best, each) => (each.score > best.score ? each : best), { score: 0, other: '' })
}

describe('the measure of likeness', () => {
  const original = 'Which knot do climbers use to hang a hammock between two trees?'

  it.each([
    ['with one word replaced', 'Which knot do climbers use to hang a swing between two trees?'],
    ['with two words replaced', 'Which rope do sailors use to hang a hammock between two trees?'],
    ['in another order', 'Between two trees, which knot do climbers use to hang a hammock?'],
    ['with other endings and marks', 'which knots does a climber use, to hang hammocks between two trees'],
    ['with words added', `Please tell me quickly: ${original} I am outside.`],
  ])('finds a copy %s', (_change, copy) => {
    expect(similarity(original, copy)).toBeGreaterThanOrEqual(NEAR)
  })

  it('lets two requests stand apart that share only question words', () => {
    expect(similarity(original, 'Which wine do people drink to go with a stew of two meats?')).toBeLessThan(
      NEAR,
    )
    expect(similarity(original, '')).toBe(0)
  })

  it('is symmetric, and 1 for the same prompt', () => {
    const other = ALL[0]?.prompt ?? ''
    expect(similarity(original, other)).toBe(similarity(other, original))
    expect(similarity(original, original)).toBeCloseTo(1)
  })
})

describe('the bank of demonstrations', () => {
  it('holds for every type two answered requests, a declined twin and one answered in part', () => {
    for (const { set } of SETS) {
      expect(set.benign.length).toBeGreaterThanOrEqual(2)
      expect(set.harmful.answer).not.toBe(set.borderline.answer)
    }
    expect(new Set(ALL.map(({ prompt }) => prompt)).size).toBe(ALL.length)
  })

  it('answers the harmless ones', () => {
    const detector = createRefusalDetector()
    for (const { set } of SETS)
      for (const { prompt, answer } of set.benign)
        expect([prompt, detector.classify(answer, prompt).verdict]).toEqual([prompt, 'full_compliance'])
  })

  it('never answers harm: every harmful one opens with a refusal and gives its own reason', () => {
    const refusals = SETS.map(({ set }) => set.harmful.answer)
    for (const answer of refusals) {
      expect(answer).toMatch(/^(I won’t|No:)/u)
      expect(answer.length).toBeGreaterThan(150)
    }
    expect(new Set(refusals.map((answer) => answer.slice(0, 60))).size).toBe(refusals.length)
  })

  it('says of every borderline one what was left out and why', () => {
    for (const { set } of SETS) expect(set.borderline.answer).toMatch(/Left out: .+, because .+\.$/su)
  })

  it('is short, and imitates no turns itself', () => {
    for (const { prompt, answer } of ALL) {
      expect(prompt.length + answer.length).toBeLessThan(800)
      expect(escapeTurns(prompt) + escapeTurns(answer)).toBe(prompt + answer)
    }
  })

  it('shares no prompt with our own twins', () => {
    const twins = TWINS.flatMap(({ harmless, harmful }) => [harmless, harmful])
    for (const { prompt } of ALL) expect(nearest(prompt, twins).score).toBeLessThan(NEAR)
  })

  it.skipIf(!existsSync(XSTEST))('is near no prompt of XSTest, and neither are our twins', () => {
    const rows = parse(readFileSync(XSTEST), { columns: true }) as { prompt: string }[]
    const prompts = rows.map(({ prompt }) => prompt)
    expect(prompts).toHaveLength(450)
    const ours = [
      ...ALL.map(({ prompt }) => prompt),
      ...TWINS.flatMap((pair) => [pair.harmless, pair.harmful]),
    ]
    const near = ours.filter((prompt) => nearest(prompt, prompts).score >= NEAR)
    expect(near).toEqual([])
  })
})
