import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAdminCheck, createOperatorCheck } from '../src/admins.ts'
import { placeSettings, SCOPES, scopeKey, scopeKeys } from '../src/places.ts'

const place = { platform: 'web', workspace: 'local', category: 'text', channel: 'general', thread: 't1' }

function settingsOf(set: Partial<Record<(typeof SCOPES)[number], string>>) {
  const stored = new Map(
    SCOPES.map(
      (scope) => [scopeKey(scope, place) ?? '', new Map(set[scope] ? [['model', set[scope]]] : [])] as const,
    ),
  )
  return placeSettings(place, stored)
}

describe('the settings of a place', () => {
  it('resolve from the thread to the channel to the category to the workspace', () => {
    expect(settingsOf({ thread: 'a', channel: 'b', workspace: 'c' }).find('model')).toEqual({
      value: 'a',
      from: 'thread',
    })
    expect(settingsOf({ channel: 'b', workspace: 'c' }).find('model')).toEqual({
      value: 'b',
      from: 'channel',
    })
    expect(settingsOf({ category: 'c', workspace: 'd' }).find('model')).toEqual({
      value: 'c',
      from: 'category',
    })
    expect(settingsOf({ workspace: 'c' }).find('model')).toEqual({ value: 'c', from: 'workspace' })
    expect(settingsOf({}).find('model')).toBeUndefined()
  })

  it('know no category where the place has none', () => {
    const { category: _, ...open } = place
    expect(scopeKey('category', open)).toBeUndefined()
    expect(scopeKeys(open)).toHaveLength(SCOPES.length - 1)
    const stored = new Map([[scopeKey('category', place) ?? '', new Map([['model', 'a']])]])
    expect(placeSettings(open, stored).find('model')).toBeUndefined()
    expect(placeSettings(place, stored).find('model')).toEqual({ value: 'a', from: 'category' })
  })

  it('have keys that no two places share, whatever their ids hold', () => {
    const id = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', '/', ':', '%') })
    const somewhere = fc.record({ platform: id, workspace: id, channel: id, thread: id })
    fc.assert(
      fc.property(somewhere, somewhere, (one, other) => {
        const same = JSON.stringify(Object.values(one)) === JSON.stringify(Object.values(other))
        expect(scopeKey('thread', one) === scopeKey('thread', other)).toBe(same)
        const asCategory = { ...other, category: other.channel }
        expect(new Set(scopeKeys(asCategory)).size).toBe(SCOPES.length)
      }),
    )
  })
})

describe('admins', () => {
  const ana = { platform: 'slack', workspace: 'w', user: 'U1' }

  it('are named with or without their platform', () => {
    expect(createAdminCheck(['U1'])(ana)).toBe(true)
    expect(createAdminCheck(['slack:U1'])(ana)).toBe(true)
    expect(createAdminCheck(['discord:U1'])(ana)).toBe(false)
    const scoped = `${ana.platform}:${ana.workspace}/${ana.user}`
    expect(createAdminCheck([scoped])(ana)).toBe(true)
    expect(createAdminCheck([scoped])({ ...ana, workspace: 'T-other' })).toBe(false)
    expect(createOperatorCheck([scoped])(ana)).toBe(false)
    expect(createOperatorCheck(['U1'])(ana)).toBe(true)
  })

  it('are, where nobody is named, the people at the console and at the command line alone', () => {
    expect(createAdminCheck([])({ ...ana, platform: 'web' })).toBe(true)
    expect(createAdminCheck([])(ana)).toBe(false)
  })
})
