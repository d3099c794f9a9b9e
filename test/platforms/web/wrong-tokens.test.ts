import { describe, expect, it } from 'vitest'
import { clientAddress } from '../../../src/platforms/web/client-address.ts'
import { WrongTokens } from '../../../src/platforms/web/wrong-tokens.ts'

const wrong = () => false
const right = () => true

describe('tries to log in', () => {
  it('are held back where they are wrong, and turned away unjudged while too many are held', async () => {
    const tokens = new WrongTokens(50)
    const held = Array.from({ length: 32 }, (_, index) => tokens.judge(`192.0.2.${index}`, wrong))
    let judged = 0
    // Whoever guesses learns nothing by being turned away, not even of the right token.
    for (const isRight of [wrong, right]) {
      const verdict = await tokens.judge('192.0.2.99', () => {
        judged += 1
        return isRight()
      })
      expect(verdict).toEqual({ waitSeconds: 1 })
    }
    expect(judged).toBe(0)
    expect(await Promise.all(held)).toEqual(Array(32).fill('wrong'))
    expect(await tokens.judge('192.0.2.99', right)).toBe('right')
  })

  it('are counted before they are judged, so that many at once are no more than as many in turn', async () => {
    const tokens = new WrongTokens(0)
    let judged = 0
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, () =>
        tokens.judge('192.0.2.1', () => {
          judged += 1
          return false
        }),
      ),
    )
    expect(judged).toBe(10)
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(10)
  })

  it('are forgotten once the right token was given', async () => {
    const tokens = new WrongTokens(0)
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 9; count += 1) expect(await tokens.judge('192.0.2.1', wrong)).toBe('wrong')
      expect(await tokens.judge('192.0.2.1', right)).toBe('right')
    }
  })

  it('count for the whole network of 64 bits that one customer has', async () => {
    const tokens = new WrongTokens(0)
    for (let count = 0; count < 10; count += 1)
      await tokens.judge(`2001:db8:0:1:${count}::${count + 1}`, wrong)
    expect(await tokens.judge('2001:0db8::1:0:0:0:77', right)).toMatchObject({
      waitSeconds: expect.any(Number),
    })
    expect(await tokens.judge('2001:db8:0:2::1', right)).toBe('right')
  })
})

describe('the address that tries are counted by', () => {
  it('is the peer’s own, whatever it says of itself', () => {
    expect(clientAddress('198.51.100.4', '203.0.113.7')).toBe('198.51.100.4')
    expect(clientAddress('::ffff:198.51.100.4', '203.0.113.7')).toBe('198.51.100.4')
    expect(clientAddress('2001:db8::1', '203.0.113.7')).toBe('2001:db8::1')
  })

  it('is what a proxy nearby has added, and nothing that stood before it', () => {
    for (const proxy of ['127.0.0.1', '::1', '::ffff:172.18.0.5', '10.1.2.3', 'fd00::2'])
      expect(clientAddress(proxy, '192.0.2.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(clientAddress('127.0.0.1', undefined)).toBe('127.0.0.1')
    expect(clientAddress('127.0.0.1', '192.0.2.1, unknown')).toBe('127.0.0.1')
    expect(clientAddress(undefined, '192.0.2.1')).toBe('')
  })
})
