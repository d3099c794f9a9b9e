import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSecretBox } from '../src/secret-box.ts'

const KEY = 'the key of an operator, for tests'
const OTHER = 'another key of the operator, for tests'

describe('a secret box', () => {
  it('opens whatever it sealed, for the same purpose', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, about) => {
        const box = createSecretBox(KEY)
        const whole = `${text} Zoë 🌻`
        expect(createSecretBox(KEY).open(box.seal(whole, about), about)).toBe(whole)
      }),
    )
  })

  it('shows nothing of the text or the key, and never seals alike twice', () => {
    const box = createSecretBox(KEY)
    const [one, two] = [box.seal('xoxb-secret', 'T1'), box.seal('xoxb-secret', 'T1')]
    expect(one.sealed).not.toBe(two.sealed)
    const bytes = Buffer.from(one.sealed, 'base64url').toString('latin1')
    expect(`${bytes}${one.sealed}${one.keyId}`).not.toMatch(/xoxb|secret|operator/)
  })

  it('opens nothing that was changed, or that is of something else', () => {
    const box = createSecretBox(KEY)
    const sealed = box.seal('xoxb-secret', 'T1')
    expect(() => box.open(sealed, 'T2')).toThrow('is not what was stored')
    fc.assert(
      fc.property(
        fc.nat({ max: 28 + 'xoxb-secret'.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const bytes = Buffer.from(sealed.sealed, 'base64url')
          bytes.writeUInt8((bytes[at] ?? 0) ^ by, at)
          const changed = { ...sealed, sealed: bytes.toString('base64url') }
          expect(() => box.open(changed, 'T1')).toThrow('is not what was stored')
        },
      ),
    )
    for (const text of ['', 'AAAA', '*']) {
      expect(() => box.open({ ...sealed, sealed: text }, 'T1')).toThrow('is not what was stored')
    }
  })

  it('goes on opening what an earlier key sealed, and names a key it does not have', () => {
    const sealed = createSecretBox(KEY).seal('xoxb-secret', 'T1')
    const rotated = createSecretBox(OTHER, [KEY])
    expect(rotated.open(sealed, 'T1')).toBe('xoxb-secret')
    expect(rotated.keyId).not.toBe(sealed.keyId)
    expect(rotated.knows(sealed.keyId)).toBe(true)
    const lost = createSecretBox(OTHER)
    expect(lost.knows(sealed.keyId)).toBe(false)
    expect(() => lost.open(sealed, 'T1')).toThrow(
      `another key (${sealed.keyId}) than ENCRYPTION_KEY: put that key in ENCRYPTION_KEY_BEFORE`,
    )
  })
})
