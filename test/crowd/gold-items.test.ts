import { describe, expect, it } from 'vitest'
import { LABELS } from '../../src/crowd/codebook.ts'
import { GOLD_ITEMS } from '../../src/crowd/gold-items.ts'

describe('the gold items', () => {
  it('cover every label, and none by a single name twice', () => {
    expect(new Set(GOLD_ITEMS.map(({ label }) => label))).toEqual(new Set(LABELS))
    expect(new Set(GOLD_ITEMS.map(({ name }) => name)).size).toBe(GOLD_ITEMS.length)
    expect(new Set(GOLD_ITEMS.map(({ request }) => request)).size).toBe(GOLD_ITEMS.length)
  })

  it.each(GOLD_ITEMS.map((item) => [item.name, item] as const))(
    '%s is short enough to be shown whole everywhere, and says why its label is right',
    (_, { request, answer, why }) => {
      expect(request.length).toBeLessThanOrEqual(200)
      expect(answer.length).toBeLessThanOrEqual(300)
      expect(why).not.toBe('')
    },
  )
})
