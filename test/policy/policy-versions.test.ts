import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  beliefsOfVersion,
  policyOfVersion,
  useVersion,
  versionInUse,
  versionName,
  versionNames,
} from '../../src/policy/policy-versions.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { beliefsWith, NAMES, seen, situationOf } from './make-evidence.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const NOW = { at: 5, by: 'me' }

describe('versions of the policy', () => {
  it('go forward and back, and only to versions that there are', async () => {
    expect(await versionInUse(store)).toBe('learning')
    await store.freezePolicy({ name: '2026-11-a', beliefs: beliefsWith(), ...NOW })
    await useVersion(store, '2026-11-a', NOW)
    expect(await versionInUse(store)).toBe('2026-11-a')
    await useVersion(store, 'paper', NOW)
    await useVersion(store, 'learning', NOW)
    expect(await versionInUse(store)).toBe('learning')
    await expect(useVersion(store, '2026-11-b', NOW)).rejects.toThrow(
      'There is no version “2026-11-b” of the policy; did you mean 2026-11-a? There are: learning, paper, 2026-11-a.',
    )
    expect(await versionNames(store)).toEqual(['learning', 'paper', '2026-11-a'])
  })

  it('keep what they were frozen with, whatever is learned since', async () => {
    const beliefs = beliefsWith(seen('intent', 90, 10), seen('contextual', 5, 95))
    await store.freezePolicy({ name: 'a', beliefs, ...NOW })
    const before = (await policyOfVersion(store, 'a', NAMES)).choose(situationOf())
    const evidence = [seen('few-shot', 900, 1)]
    await store.learnRun({ digest: 'd', folder: 'f', started: 1, evidence, ...NOW })
    // Not even a strategy that there is no more, or one that is new, changes it.
    expect((await policyOfVersion(store, 'a', ['another'])).choose(situationOf())).toEqual(before)
    expect((await policyOfVersion(store, 'learning', NAMES)).choose(situationOf()).order[0]).toBe('few-shot')
    expect(await beliefsOfVersion(store, 'paper', NAMES)).toBeUndefined()
    expect((await policyOfVersion(store, 'paper', NAMES)).choose(situationOf()).order[0]).toBe('contextual')
  })

  it('have names that can be typed and mean nothing else', () => {
    expect(versionName('2026-11-a')).toBe('2026-11-a')
    for (const name of ['', 'A', 'with space', '-a', 'x'.repeat(41), 'learning', 'paper', 'default'])
      expect(() => versionName(name), name).toThrow()
  })
})
