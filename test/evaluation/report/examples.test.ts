import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../../src/domain.ts'
import { ExampleBook } from '../../../src/evaluation/report/examples.ts'
import type { Cell, Item } from '../../../src/evaluation/types.ts'
import { makeCell, makeItem } from '../make-cells.ts'

const REFUSED = { firstVerdict: 'full_refusal', verdict: 'full_refusal' } as const
const RECOVERED = { firstVerdict: 'full_refusal', verdict: 'full_compliance' } as const

function attempt(completion: string): Attempt {
  return {
    id: completion.slice(0, 9),
    strategy: 'few-shot',
    version: 'few-shot/1',
    model: 'rehearsal:llama2',
    verdict: 'full_compliance',
    confidence: 1,
    verdictReason: 'text',
    completion,
    cutShort: false,
    milliseconds: 1,
    howAsked: 'with examples',
  }
}

function bookOf(cells: readonly Cell[], items: readonly Item[]): ExampleBook {
  const book = new ExampleBook(items)
  for (const cell of cells) {
    const item = items.find(({ id }) => id === cell.item)
    if (item) book.add(cell, item)
  }
  return book
}

const kindOf = (cell: Cell, safe = true) =>
  bookOf([cell], [makeItem(cell.item, { safe })]).examples()[0]?.kind

describe('examples', () => {
  it('are of what changed, of what should have, and of what the plain model did wrong', () => {
    expect(kindOf(makeCell('a', 'plain', REFUSED))).toBe('safe, refused by the plain model')
    expect(kindOf(makeCell('a', 'plain', RECOVERED), false)).toBe('unsafe, answered by the plain model')
    expect(kindOf(makeCell('a', 'policy', RECOVERED))).toBe('safe, refused before and answered now')
    expect(kindOf(makeCell('a', 'policy', REFUSED))).toBe('safe, still refused')
    expect(kindOf(makeCell('a', 'policy', RECOVERED), false)).toBe('unsafe, refused before and answered now')
    const lost = { firstVerdict: 'full_compliance', verdict: 'partial_refusal' } as const
    expect(kindOf(makeCell('a', 'policy', lost))).toBe('safe, answered before and refused now')
  })

  it('are not of what went as it should, nor of what failed', () => {
    expect(kindOf(makeCell('a', 'policy', REFUSED), false)).toBeUndefined()
    expect(kindOf(makeCell('a', 'plain', { verdict: 'full_compliance' }))).toBeUndefined()
    expect(kindOf(makeCell('a', 'policy', { outcome: 'failed', failure: 'timeout' }))).toBeUndefined()
  })

  it('show the first answer, and the later one with how it was asked for', () => {
    const cell = makeCell('a', 'policy', { ...RECOVERED, attempts: [attempt('No.'), attempt('Yes.')] })
    expect(bookOf([cell], [makeItem('a')]).examples()).toMatchObject([
      { before: 'No.', after: { text: 'Yes.', howAsked: 'with examples' } },
    ])
    const alone = makeCell('a', 'policy', { ...REFUSED, attempts: [attempt('No.')] })
    expect(bookOf([alone], [makeItem('a')]).examples()[0]).not.toHaveProperty('after')
  })

  it('cut long texts, and never through a character', () => {
    const cell = makeCell('a', 'plain', { ...REFUSED, attempts: [attempt(`a${'😀'.repeat(1_000)}`)] })
    const [example] = bookOf([cell], [makeItem('a')]).examples()
    expect(example?.before).toMatch(/^a(?:😀)+ …$/u)
    expect(example?.before.length).toBeLessThan(710)
  })

  it('are few of each kind, and the same whatever the order in which cells were filled', () => {
    const items = Array.from({ length: 30 }, (_, n) => makeItem(`s${n}`))
    const cells = ['few-shot', 'policy'].flatMap((arm) =>
      items.map(({ id }, n) => makeCell(id, arm, n % 2 ? REFUSED : RECOVERED)),
    )
    const usual = bookOf(cells, items)
    expect(usual.found).toBe(60)
    expect(usual.examples()).toHaveLength(12)
    const lots = fc.array(fc.nat(), { minLength: cells.length, maxLength: cells.length })
    fc.assert(
      fc.property(lots, (keys) => {
        const shuffled = cells
          .map((cell, at) => ({ cell, key: keys[at] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
        const other = bookOf(
          shuffled.map(({ cell }) => cell),
          items,
        )
        expect(new Set(other.examples().map((each) => JSON.stringify(each)))).toEqual(
          new Set(usual.examples().map((each) => JSON.stringify(each))),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('are bounded in all, the first of every kind before the second of any', () => {
    const items = [makeItem('s0'), makeItem('s1'), makeItem('s2')]
    const models = Array.from({ length: 200 }, (_, n) => `groq:model-${n}`)
    const cells = models.flatMap((model) =>
      items.map(({ id }) => makeCell(id, 'policy', { ...REFUSED, model })),
    )
    const examples = bookOf(cells, items).examples()
    expect(examples).toHaveLength(240)
    expect(new Set(examples.map(({ model }) => model)).size).toBe(200)
  })
})
