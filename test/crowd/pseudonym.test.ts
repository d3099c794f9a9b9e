import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPseudonyms, loadOrCreateKey } from '../../src/crowd/pseudonym.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recourse-key-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('a pseudonym', () => {
  const pseudonym = createPseudonyms('a key for the tests')
  // Few characters, among them all that could serve as a separator, so that near misses are common.
  const part = fc.string({ unit: fc.constantFrom('a', ' ', ',', ':', '/', '"', '\\', '\0'), maxLength: 2 })
  const person = fc.record({ platform: part, workspace: part, user: part })

  it('is the same for the same person and differs for any other', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        const same =
          one.platform === other.platform && one.workspace === other.workspace && one.user === other.user
        expect(pseudonym({ ...one })).toBe(pseudonym(one))
        expect(pseudonym(one) === pseudonym(other)).toBe(same)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps the parts apart when a character moves from one to the next', () => {
    expect(pseudonym({ platform: 'a', workspace: 'bc', user: 'd' })).not.toBe(
      pseudonym({ platform: 'ab', workspace: 'c', user: 'd' }),
    )
    for (const separator of [' ', ',', ':', '/', '|', '\0', '","']) {
      expect(pseudonym({ platform: `a${separator}b`, workspace: 'c', user: 'd' })).not.toBe(
        pseudonym({ platform: 'a', workspace: `b${separator}c`, user: 'd' }),
      )
    }
  })

  it('is at least 24 hexadecimal digits and changes with the key', () => {
    const someone = { platform: 'slack', workspace: 'T1', user: 'U1' }
    expect(pseudonym(someone)).toMatch(/^[0-9a-f]{24,}$/)
    expect(createPseudonyms('another key')(someone)).not.toBe(pseudonym(someone))
  })
})

describe('the key file', () => {
  it('is made once, for its owner only, and read from then on', async () => {
    const path = join(folder, 'sub', 'once.key')
    const key = await loadOrCreateKey(path)
    expect(key).toHaveLength(32)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await loadOrCreateKey(path)).toEqual(key)
  })

  it('ends up the same for all who make it at once, and leaves no drafts behind', async () => {
    const path = join(folder, 'race', 'race.key')
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadOrCreateKey(path)))
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(await readdir(join(folder, 'race'))).toEqual(['race.key'])
  })

  it('is never overwritten when it holds something else', async () => {
    const path = join(folder, 'broken.key')
    await writeFile(path, 'not a key')
    await expect(loadOrCreateKey(path)).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('says in one line what to do when it cannot be made', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    await expect(loadOrCreateKey(join(file, 'x.key'))).rejects.toMatchObject({
      code: 'read_only',
      message: expect.stringMatching(/^[^\n]*PSEUDONYM_KEY\.$/),
    })
  })
})
