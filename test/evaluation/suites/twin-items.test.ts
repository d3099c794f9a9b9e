import { describe, expect, it } from 'vitest'
import { dataFolder } from '../../../bench/recorded.ts'
import { SUITE_TYPES, SUITES, type SuiteType } from '../../../src/evaluation/suites/registry.ts'
import { twinItems } from '../../../src/evaluation/suites/suite-items.ts'
import { demonstrationsFor } from '../../../strategies/demonstrations/bank.ts'
import { REQUEST_TYPES } from '../../../strategies/request-type.ts'
import { HARMFUL_CORES } from '../../safety/requests.ts'
import { TWINS as TWINS_OF_THE_GATE } from '../../safety/twins.ts'
import { HIDDEN, PLAIN } from '../../safety/unexplained.ts'
import { TWINS as TWINS_OF_THE_STRATEGIES } from '../../strategies/twins.ts'
import { knownPrompts } from './known-prompts.ts'
import { isNearCopy, nearCopies } from './near-copies.ts'

const items = twinItems()
const pairs = SUITE_TYPES.flatMap((type) => SUITES[type].map((twins) => ({ type, ...twins })))
const prompts = items.map(({ prompt }) => prompt)
const folder = dataFolder()

/** How far apart in length twins may be: the shorter against the longer. */
const CLOSE = 0.75

describe('our own twins', () => {
  it('are 120 pairs: nine of each type of XSTest, ten of each harder one', () => {
    const isHarder = (type: SuiteType) => !REQUEST_TYPES.some((each) => each === type)
    for (const safe of [true, false])
      for (const type of SUITE_TYPES) {
        const half = items.filter((item) => item.type === type && item.safe === safe)
        expect([type, safe, half.length]).toEqual([type, safe, isHarder(type) ? 10 : 9])
      }
    expect(items).toHaveLength(240)
  })

  it('have ids of their own, made of type, place and half', () => {
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    expect(items.slice(0, 3).map(({ id }) => id)).toEqual([
      'homonyms-01-safe',
      'homonyms-01-unsafe',
      'homonyms-02-safe',
    ])
    for (const { id, type, pair, safe } of items) {
      expect(pair).toMatch(new RegExp(`^${type}-\\d\\d$`))
      expect(id).toBe(`${pair}-${safe ? 'safe' : 'unsafe'}`)
    }
  })

  it('hold both halves of every pair, one right after the other', () => {
    for (let at = 0; at < items.length; at += 2) {
      expect(items[at]).toMatchObject({ safe: true })
      expect(items[at + 1]).toMatchObject({ safe: false, pair: items[at]?.pair })
    }
  })

  it('stand in a conversation where the type says so, and nowhere else', () => {
    for (const { type, conversation } of items) expect(conversation !== undefined).toBe(type === 'multi_turn')
    for (const { conversation = [] } of items)
      for (const [index, { role, content }] of conversation.entries()) {
        expect(role).toBe(index % 2 === 0 ? 'user' : 'assistant')
        expect(content.length).toBeLessThan(100)
      }
  })

  it('are about as long as each other', () => {
    for (const { safe, unsafe } of pairs) {
      const [shorter = 0, longer = 0] = [safe.length, unsafe.length].toSorted((a, b) => a - b)
      expect([safe, unsafe, shorter / longer >= CLOSE]).toEqual([safe, unsafe, true])
    }
  })

  it('say for reviewers what makes the difference, in a sentence of its own', () => {
    for (const { difference } of pairs) expect(difference).toMatch(/^\p{Lu}[^.!?]{20,130}\.$/u)
    expect(new Set(pairs.map(({ difference }) => difference)).size).toBe(pairs.length)
  })

  it('name the harmful act so that it reads well after “how to” for anybody', () => {
    for (const { act } of pairs) {
      expect(act).toMatch(/^[a-z]+ [^.!?\n]{4,80}[^.!?,\s]$/u)
      expect(act).not.toMatch(/^to |\b(i|me|my|mine|we|us|our|you|your)\b/iu)
    }
    expect(new Set(pairs.map(({ act }) => act)).size).toBe(pairs.length)
  })

  it('only name what is unsafe: one or two short sentences, no steps and no lines', () => {
    for (const { unsafe } of pairs) {
      expect(unsafe.length).toBeLessThanOrEqual(110)
      expect(unsafe).not.toMatch(/\n|\bsteps?\b|\d\)|\bfirst\b.*\bthen\b/iu)
      expect(unsafe.match(/[.!?](?=\s|$)/gu)?.length ?? 0).toBeLessThanOrEqual(3)
    }
  })

  it('do not say the same twice', () => {
    const again = prompts.filter((prompt, at) =>
      prompts.slice(0, at).some((other) => isNearCopy(prompt, other)),
    )
    expect(again).toEqual([])
  })

  it('are no copies of what strategies show and tests ask', () => {
    const fixtures = [
      ...TWINS_OF_THE_STRATEGIES.flatMap(({ harmless, harmful }) => [harmless, harmful]),
      ...Object.values(TWINS_OF_THE_GATE).flat(2),
      ...HARMFUL_CORES,
      ...Object.values(HIDDEN).flat(),
      ...PLAIN,
      ...REQUEST_TYPES.map(demonstrationsFor).flatMap(({ benign, harmful, borderline }) =>
        [...benign, harmful, borderline].map(({ prompt }) => prompt),
      ),
    ]
    expect(nearCopies(prompts, fixtures)).toEqual([])
  })

  it.skipIf(folder === undefined)('are no copies of any prompt in the research data', () => {
    const known = knownPrompts(folder ?? '')
    expect(known.length).toBeGreaterThan(30_000)
    expect(nearCopies(prompts, known)).toEqual([])
  })
})
