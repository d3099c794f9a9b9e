import { describe, expect, it } from 'vitest'
import { Routes } from '../../../src/platforms/slack/routes.ts'

describe('routes', () => {
  const routes = new Routes({ appeal: 'asked', appeal_vote_: 'voted', appeal_: 'other', read: 'read' })

  it.each([
    ['appeal', 'asked'],
    ['appeal_vote_yes', 'voted'],
    ['appeal_vote_', 'voted'],
    ['appeal_now', 'other'],
    ['read', 'read'],
    ['reading', undefined],
    ['', undefined],
    ['toString', undefined],
  ])('lead %j to %j', (name, found) => {
    expect(routes.of(name)).toBe(found)
  })
})
