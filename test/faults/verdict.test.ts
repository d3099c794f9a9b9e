import { describe, expect, it } from 'vitest'
import { createPseudonyms } from '../../src/crowd/pseudonym.ts'
import { problemsStored } from './verdict.ts'

const KEY = 'a key for tests only'
const annotator = createPseudonyms(KEY)({ platform: 'slack', workspace: 'T1', user: 'U1' })
const reaction = {
  ...({
    platform: 'slack',
    workspace: 'T1',
    channel: 'C1',
    message: '1.1',
    user: 'U1',
    emoji: '👍',
  } as const),
  ...{ given: 1, stands: true, changedAt: 0 },
}
const vote = { message: '1.1', annotator, emoji: '👍', action: 'add', source: 'live' } as const

const kindsOf = (votes: Parameters<typeof problemsStored>[1], reacted = reaction) =>
  problemsStored([], votes, { reactions: [reacted], pseudonymKey: KEY }).map(({ kind }) => kind)

describe('what is stored', () => {
  it('is well where every reaction is one vote', () => {
    expect(kindsOf([vote])).toEqual([])
  })

  it('is not where a vote is missing, twice, kept or of nobody', () => {
    expect(kindsOf([])).toEqual(['vote lost'])
    expect(kindsOf([vote, vote])).toEqual(['vote doubled'])
    expect(kindsOf([vote], { ...reaction, stands: false })).toEqual(['vote kept though taken back'])
    expect(kindsOf([vote, { ...vote, annotator: 'another' }])).toEqual(['vote from nobody'])
  })

  it('is not where an exchange is left open or undelivered', () => {
    const open = { id: 'e', platform: 'slack', message: '1.0', outcome: null, delivery: 'due' }
    const none = { reactions: [], pseudonymKey: KEY }
    expect(problemsStored([open], [], none)).toHaveLength(1)
    expect(problemsStored([{ ...open, outcome: 'answered' }], [], none)).toHaveLength(1)
    expect(problemsStored([{ ...open, outcome: 'answered', delivery: 'done' }], [], none)).toEqual([])
  })
})
