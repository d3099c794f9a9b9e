import { describe, expect, it } from 'vitest'
import { WrongTokens } from '../../../src/platforms/web/wrong-tokens.ts'

describe('wrong tokens', () => {
  it('are held back, and turned away at once while too many are held', async () => {
    const wrong = new WrongTokens(50)
    const held = Array.from({ length: 32 }, () => wrong.hold())
    expect(await wrong.hold()).toBe(false)
    expect(await Promise.all(held)).toEqual(Array(32).fill(true))
    expect(await wrong.hold()).toBe(true)
  })
})
