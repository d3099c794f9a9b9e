import { isIP } from 'node:net'
import { RateLimiterMemory } from 'rate-limiter-flexible'

/** Tries of one address within the window; beyond it the right token is turned away too, or guessing would not be slowed. */
const TRIES = 10

/** The window, in seconds. */
const WINDOW = 15 * 60

/** Tries that are judged or held back at a time, of all addresses together. */
const HELD = 32

/** What becomes of an attempt to log in. */
export type Verdict = 'right' | 'wrong' | { readonly waitSeconds: number }

/** Slows down whoever guesses the token: each address has a few tries, and all together are held back. */
export class WrongTokens {
  readonly #delay: number
  readonly #tries = new RateLimiterMemory({ points: TRIES, duration: WINDOW })
  #held = 0

  /** `delay` is how long the answer to a wrong token is held back, in milliseconds. */
  constructor(delay: number) {
    this.#delay = delay
  }

  /**
   * Judges one try; `isRight` is asked only where this address may still try, and while not too many are held: an answer
   * that came at once would tell whoever guesses under ever new addresses as much as one that was held back.
   */
  async judge(address: string, isRight: () => boolean): Promise<Verdict> {
    if (this.#held >= HELD) return { waitSeconds: 1 }
    this.#held += 1
    try {
      return await this.#judged(networkOf(address), isRight)
    } finally {
      this.#held -= 1
    }
  }

  async #judged(key: string, isRight: () => boolean): Promise<Verdict> {
    try {
      await this.#tries.consume(key)
    } catch {
      const standing = await this.#tries.get(key)
      return { waitSeconds: Math.max(1, Math.ceil((standing?.msBeforeNext ?? 0) / 1000)) }
    }
    if (isRight()) {
      await this.#tries.delete(key)
      return 'right'
    }
    await new Promise((resolve) => setTimeout(resolve, this.#delay))
    return 'wrong'
  }
}

/** An address, or for IPv6 the network of 64 bits that one customer has. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.replace(/%.*$/, '').toLowerCase().split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const behind = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const zeros = tail === undefined ? 0 : 8 - groups.length - behind.length
  const whole = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...behind]
  return whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
