import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bot, Person } from '../src/bot-types.ts'
import type { ComparisonChoice } from '../src/comparison-types.ts'
import { rehearsalModel } from '../src/models/rehearsal.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, messageOf } from './support/bot.ts'
import { compared } from './support/comparing.ts'

const CHRIS: Person = { ...BEN, user: 'chris' }
const BOARD = messageOf('', 'board').key

let store: Store
let bot: Bot
let id: string
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  bot = botOver(store, [rehearsalModel('llama2')])
  const { last } = await compared(bot, 'strategies:direct,few-shot How do I kill a Python process?')
  id = last?.id ?? ''
  await bot.showsComparison(id, BOARD)
})
afterEach(() => store.close())

const press = (
  voter: Person,
  choice: ComparisonChoice,
  eventTime: number,
  action: 'add' | 'remove' = 'add',
) => bot.voteOnComparison({ comparisonId: id, voter, choice, action, eventTime })
const react = (voter: Person, emoji: string, eventTime: number, action: 'add' | 'remove' = 'add') =>
  bot.handleVote({ message: BOARD, voter, emoji, action, eventTime, source: 'live' })
const votes = async () => (await bot.revealComparison(id, ANA)).votes

describe('a vote by button', () => {
  it('is one a person, also the asker’s, until it is changed or taken back', async () => {
    expect(await press(ANA, 'A', 1)).toMatchObject({ counted: 'counted', view: { voters: 1 } })
    expect(await press(ANA, 'A', 2)).toMatchObject({ counted: 'unchanged' })
    expect(await press(BEN, 'tie', 2)).toMatchObject({ counted: 'counted', view: { voters: 2 } })
    expect(await press(ANA, 'B', 3)).toMatchObject({ counted: 'counted', view: { voters: 2 } })
    expect(await bot.choiceOn(id, ANA)).toBe('B')
    expect(await press(BEN, 'tie', 4, 'remove')).toMatchObject({ counted: 'removed', view: { voters: 1 } })
    expect(await press(BEN, 'tie', 5, 'remove')).toMatchObject({ counted: 'unchanged' })
    expect(await votes()).toEqual({ B: 1 })
    expect(await press(BEN, 'A', 6)).toMatchObject({ counted: 'late', view: { votes: { B: 1 } } })
  })

  it('is for an answer that is there, in a comparison of one’s own workspace', async () => {
    await expect(press(ANA, 'C', 1)).rejects.toThrow('There is no answer C in this comparison.')
    await expect(press({ ...ANA, workspace: 'elsewhere' }, 'A', 1)).rejects.toThrow('not known any more')
  })
})

describe('a reaction on the message that shows a comparison', () => {
  it.each([
    ['🇧', 'B'],
    ['regional_indicator_a', 'A'],
    ['two', 'B'],
    ['1️⃣', 'A'],
    ['handshake::skin-tone-3', 'tie'],
    ['🤝🏽', 'tie'],
    ['-1', 'both_bad'],
    ['👎🏿', 'both_bad'],
  ])('with %s is a vote', async (emoji, choice) => {
    expect(await react(BEN, emoji, 1)).toBe('recorded')
    expect(await react(BEN, emoji, 1)).toBe('ignored')
    expect((await bot.comparisonShownBy(BOARD))?.voters).toBe(1)
    expect(await votes()).toEqual({ [choice]: 1 })
  })

  it.each(['👍', '🇨', '🇫', 'eyes'])('with %s says nothing there', async (emoji) => {
    expect(await react(BEN, emoji, 1)).toBe('ignored')
    expect((await bot.countsOn(BOARD))(emoji)).toBe(false)
  })

  it('counts as long as it stands, and the latest of a person’s before', async () => {
    await react(BEN, '🇦', 1)
    await react(BEN, '🇧', 2)
    await react(CHRIS, '🇦', 2)
    await react(BEN, '🇧', 3, 'remove')
    expect(await votes()).toEqual({ A: 2 })
  })

  it('does not count any more once the names are shown', async () => {
    await react(BEN, '🇦', 1)
    await bot.revealComparison(id, ANA)
    expect(await react(CHRIS, '🇦', 2)).toBe('ignored')
    expect(await react(BEN, '🇦', 2, 'remove')).toBe('ignored')
    expect((await bot.countsOn(BOARD))('🇦')).toBe(false)
    expect(await bot.reconcileVotes(BOARD, [], 10)).toBe(0)
    expect(await votes()).toEqual({ A: 1 })
  })

  it('is made up for where nobody listened', async () => {
    await react(BEN, '🇦', 1)
    await press(CHRIS, 'tie', 1)
    const later = Date.now() + 1_000
    const standing = [
      { voter: ANA, emoji: '🇧' },
      { voter: ANA, emoji: 'two' },
      { voter: ANA, emoji: '👍' },
    ]
    expect(await bot.reconcileVotes(BOARD, standing, later)).toBe(2)
    expect(await bot.reconcileVotes(BOARD, standing, later)).toBe(0)
    expect(await bot.reconcileVotes(BOARD, [], later, '🇦')).toBe(0)
    expect(await votes()).toEqual({ B: 1, tie: 1 })
  })

  it('keeps what came in while the platform was being asked', async () => {
    await react(BEN, '🇦', 1)
    expect(await bot.reconcileVotes(BOARD, [], 0)).toBe(0)
    expect(await votes()).toEqual({ A: 1 })
  })

  it('is looked at among the recent messages of the workspace', async () => {
    expect(await bot.recentMessages({ platform: 'test', workspace: 'w' }, 0, 10)).toEqual([BOARD])
    await bot.revealComparison(id, ANA)
    expect(await bot.recentMessages({ platform: 'test', workspace: 'w' }, 0, 10)).toEqual([])
  })
})

describe('the message that shows a comparison', () => {
  it('is the first that was bound, whoever posts another', async () => {
    expect(await bot.showsComparison(id, messageOf('', 'late').key)).toBe('board')
    expect((await bot.comparisonShownBy(BOARD))?.id).toBe(id)
    expect(await bot.comparisonShownBy(messageOf('', 'late').key)).toBeUndefined()
    expect(await bot.comparison('none')).toBeUndefined()
  })
})
