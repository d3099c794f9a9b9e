import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppealVote, Bot, Person } from '../src/bot-types.ts'
import { APPEAL_OPEN_FOR } from '../src/crowd/appeal.ts'
import { LEASE } from '../src/leases.ts'
import type { Done } from '../src/reply-events.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { ANA, BEN, botOver, doneOf, messageOf } from './support/bot.ts'
import { type ScriptedModel, scriptedModel } from './support/scripted-model.ts'

const REFUSAL = "I'm sorry, but I cannot help with that request. It would not be appropriate."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks it to end.'
const PROMPT = 'How do I kill a Python process?'

let store: Store
let clock: number
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  clock = 1_000
})
afterEach(() => store.close())

const people = ['cid', 'dan', 'eve', 'fay'].map((user): Person => ({ ...BEN, user }))
const shownOn = messageOf('', 'shown').key
let clicks = 0

function opened(model: ScriptedModel = refusing(), instance = 'one'): Bot {
  return botOver(store, [model], { now: () => ++clock, instance })
}

/** Refuses three times, then answers. */
function refusing(): ScriptedModel {
  return scriptedModel([REFUSAL, REFUSAL, REFUSAL, ANSWER], 'phi-3')
}

async function refused(bot: Bot, message = messageOf(PROMPT, 'm1')): Promise<Done> {
  const done = await doneOf(bot.handleMessage(message))
  if (!done?.shownAttempt) throw new Error('nothing was shown')
  await bot.link(done.exchangeId, { key: shownOn, attempt: done.shownAttempt })
  return done
}

const voteOf = (
  exchangeId: string,
  voter: Person,
  choice: AppealVote['choice'] = 'harmless',
): AppealVote => ({
  exchangeId,
  voter,
  choice,
  message: messageOf('', exchangeId).key,
  eventId: `click-${++clicks}`,
  eventTime: ++clock,
})

async function voted(bot: Bot, exchangeId: string, choices: readonly AppealVote['choice'][]) {
  const steps = []
  for (const [index, choice] of choices.entries()) {
    steps.push(await bot.voteOnAppeal(voteOf(exchangeId, people[index] ?? BEN, choice)))
  }
  return steps
}

describe('a refusal that somebody appeals', () => {
  it('is asked again once enough people call the request harmless, and ends like any recovered one', async () => {
    const bot = opened()
    const { exchangeId, appealable } = await refused(bot)
    expect(appealable).toBe(true)
    const { appeal, reply } = await bot.openAppeal({ exchangeId, person: BEN })
    expect([appeal.status, appeal.quorum, reply]).toEqual(['open', 3, undefined])
    const steps = await voted(bot, exchangeId, ['harmless', 'harmful', 'not_sure', 'harmless'])
    expect(steps.map(({ decidedNow, reply }) => [decidedNow, reply !== undefined])).toEqual([
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ])
    const done = await doneOf(steps[3]?.reply ?? expect.fail('no reply'))
    expect(done).toMatchObject({ outcome: 'recovered', answer: ANSWER, afterAppeal: true, calls: 4 })
    expect(done).not.toHaveProperty('appealable')
    expect(await bot.exchange(exchangeId)).toMatchObject({
      outcome: 'recovered',
      appeal: { status: 'granted', harmless: 2, harmful: 1 },
    })
  })

  it('keeps its refusal when the channel finds it right', async () => {
    const model = refusing()
    const bot = opened(model)
    const { exchangeId } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: BEN })
    const steps = await voted(bot, exchangeId, ['harmful', 'harmless', 'harmful'])
    expect(steps[2]).toMatchObject({ decidedNow: true, appeal: { status: 'denied' } })
    expect(steps[2]).not.toHaveProperty('reply')
    expect(model.calls).toHaveLength(3)
    expect(await bot.exchange(exchangeId)).toMatchObject({ outcome: 'refusal_stands' })
  })

  it('keeps the votes as blind labels of the refused attempt', async () => {
    const bot = opened()
    const { exchangeId, shownAttempt } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: BEN })
    await voted(bot, exchangeId, ['harmless', 'harmful'])
    const votes = await store.currentVotes(exchangeId)
    expect(votes.map(({ label }) => label)).toEqual(['refused_harmless', 'rightly_refused'])
    for (const vote of votes)
      expect(vote).toMatchObject({ attemptId: shownAttempt, source: 'button', sawOtherVotes: false })
  })

  it('keeps the asker’s vote and does not count it', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: ANA })
    const step = await bot.voteOnAppeal(voteOf(exchangeId, ANA))
    expect(step).toMatchObject({ counted: 'not_the_askers', appeal: { harmless: 0, harmful: 0 } })
    expect(await store.currentVotes(exchangeId)).toMatchObject([{ byAsker: true }])
  })

  it('is decided by reactions on the refusal too, also by those that were there before', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    const react = (voter: Person) =>
      bot.handleVote({
        message: shownOn,
        voter,
        emoji: '🙅',
        action: 'add',
        eventTime: ++clock,
        source: 'live',
      })
    await react(people[0] ?? BEN)
    await react(people[1] ?? BEN)
    expect(await bot.settleAppeal(shownOn)).toBeUndefined()
    expect((await bot.openAppeal({ exchangeId, person: ANA })).appeal).toMatchObject({
      status: 'open',
      harmless: 2,
    })
    await react(people[2] ?? BEN)
    const step = await bot.settleAppeal(shownOn)
    expect(step).toMatchObject({ decidedNow: true, appeal: { status: 'granted' } })
    expect(await doneOf(step?.reply ?? expect.fail('no reply'))).toMatchObject({ outcome: 'recovered' })
    expect(await bot.settleAppeal(shownOn)).toBeUndefined()
  })

  it('is opened once, and takes neither replayed clicks nor votes after the decision', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    const first = await bot.openAppeal({ exchangeId, person: BEN })
    const again = await bot.openAppeal({ exchangeId, person: ANA })
    expect(again.appeal).toEqual(first.appeal)
    const click = voteOf(exchangeId, BEN)
    await bot.voteOnAppeal(click)
    expect((await bot.voteOnAppeal(click)).appeal).toMatchObject({ harmless: 1 })
    await voted(bot, exchangeId, ['harmful', 'harmful'])
    const late = await bot.voteOnAppeal(voteOf(exchangeId, people[3] ?? BEN))
    expect(late).toMatchObject({ counted: 'late', decidedNow: false, appeal: { harmless: 1, harmful: 2 } })
    expect(await store.currentVotes(exchangeId)).toHaveLength(3)
    expect((await bot.openAppeal({ exchangeId, person: BEN })).appeal.status).toBe('denied')
  })

  it('is closed when nobody decided it in a week', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: BEN })
    clock += APPEAL_OPEN_FOR
    expect(await bot.voteOnAppeal(voteOf(exchangeId, BEN))).toMatchObject({
      counted: 'late',
      decidedNow: true,
      appeal: { status: 'denied', harmless: 0 },
    })
  })

  it('is asked again by one process, however many see the deciding vote at once', async () => {
    const model = refusing()
    const bots = [opened(model, 'one'), opened(model, 'two')] as const
    const { exchangeId } = await refused(bots[0])
    await bots[0].openAppeal({ exchangeId, person: BEN })
    const steps = await Promise.all(
      people.map((voter, index) => bots[index % 2 === 0 ? 0 : 1].voteOnAppeal(voteOf(exchangeId, voter))),
    )
    const replies = steps.flatMap(({ reply }) => reply ?? [])
    expect(replies).toHaveLength(1)
    await doneOf(replies[0] ?? expect.fail('no reply'))
    expect(model.calls).toHaveLength(4)
  })

  it('is asked as it was then, whatever was said in its conversation since', async () => {
    const model = refusing()
    const bot = opened(model)
    const { exchangeId } = await refused(bot)
    await doneOf(bot.handleMessage(messageOf('Thanks all the same.', 'm2', 'm1')))
    await bot.openAppeal({ exchangeId, person: BEN })
    const steps = await voted(bot, exchangeId, ['harmless', 'harmless', 'harmless'])
    await doneOf(steps[2]?.reply ?? expect.fail('no reply'))
    expect(JSON.stringify(model.calls[3])).toContain('Thanks all the same.')
    expect(JSON.stringify(model.calls[4])).not.toContain('Thanks all the same.')
  })
})

describe('a granted appeal that its process left behind', () => {
  const granted = async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot, { ...messageOf(PROMPT, 'm1'), awaitsDelivery: true })
    await bot.delivered(exchangeId, [])
    await bot.openAppeal({ exchangeId, person: BEN })
    await bot.showsAppeal(exchangeId, messageOf('', 'appeal').key)
    await voted(bot, exchangeId, ['harmless', 'harmless', 'harmless'])
    return exchangeId
  }

  it('is taken up as one, and asked again', async () => {
    const exchangeId = await granted()
    const model = scriptedModel([ANSWER], 'phi-3')
    const bot = opened(model, 'later')
    expect(await bot.takeUp('test')).toBeUndefined()
    clock += 2 * LEASE
    const taken = await bot.takeUp('test')
    expect(taken?.exchange).toMatchObject({
      id: exchangeId,
      appeal: { status: 'granted', message: 'appeal' },
    })
    const done = await doneOf(taken?.events ?? expect.fail('nothing was taken up'))
    expect(done).toMatchObject({ outcome: 'recovered', afterAppeal: true, calls: 4 })
    expect(model.calls).toHaveLength(1)
    clock += 2 * LEASE
    const told = await opened(model, 'last').takeUp('test')
    const { levelSure: _, ...expected } = done ?? expect.fail('nothing was told')
    expect(await Array.fromAsync(told?.events ?? [])).toEqual([expected])
    expect(model.calls).toHaveLength(1)
  })

  it('keeps its refusal when it stops process after process', async () => {
    const exchangeId = await granted()
    for (let time = 1; time <= 2; time += 1) {
      clock += 2 * LEASE
      await opened(undefined, `process ${time}`).takeUp('test')
    }
    clock += 2 * LEASE
    const taken = await opened(undefined, 'last').takeUp('test')
    const done = await doneOf(taken?.events ?? expect.fail('nothing was taken up'))
    expect(done).toMatchObject({
      outcome: 'refusal_stands',
      afterAppeal: true,
      answer: expect.stringContaining("I'm sorry"),
      notes: [expect.stringContaining('interrupted')],
    })
    expect(done).not.toHaveProperty('failure')
    expect(await store.exchange(exchangeId)).toMatchObject({ outcome: 'refusal_stands' })
  })

  it('keeps its refusal when its model is gone', async () => {
    await granted()
    clock += 2 * LEASE
    const bot = opened(scriptedModel([ANSWER], 'gemma'), 'later')
    const taken = await bot.takeUp('test')
    expect(await doneOf(taken?.events ?? expect.fail('nothing was taken up'))).toMatchObject({
      outcome: 'refusal_stands',
      notes: [expect.stringContaining('There is no model')],
    })
  })
})

describe('an appeal', () => {
  it('of a clearly harmful request is not taken', async () => {
    const bot = opened(scriptedModel([REFUSAL]))
    const done = await refused(bot, messageOf('How do I kill my neighbour?', 'm1'))
    expect(done.level).toBe('clearly_harmful')
    expect(done).not.toHaveProperty('appealable')
    const { exchangeId } = done
    await expect(bot.openAppeal({ exchangeId, person: BEN })).rejects.toThrow('clearly harmful')
    await expect(bot.voteOnAppeal(voteOf(exchangeId, BEN))).rejects.toThrow('not known')
  })

  it('is neither offered nor taken in a direct message', async () => {
    const bot = opened()
    const place = { platform: 'slack', workspace: 'home', channel: 'D1', thread: 'm1' }
    const asked = { ...messageOf(PROMPT, 'm1'), place, key: { ...place, message: 'm1' } }
    const done = await refused(bot, asked)
    expect(done.outcome).toBe('refusal_stands')
    expect(done).not.toHaveProperty('appealable')
    const person = { ...BEN, platform: 'slack', workspace: 'home' }
    await expect(bot.openAppeal({ exchangeId: done.exchangeId, person })).rejects.toThrow(
      'nobody else to ask',
    )
  })

  it('is neither opened nor decided by people of another workspace or platform', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    const strangers = [
      { ...BEN, workspace: 'elsewhere' },
      { ...BEN, platform: 'web' },
    ]
    for (const person of strangers)
      await expect(bot.openAppeal({ exchangeId, person })).rejects.toThrow('not known')
    await bot.openAppeal({ exchangeId, person: BEN })
    for (const person of strangers)
      await expect(bot.voteOnAppeal(voteOf(exchangeId, person))).rejects.toThrow('not known')
    expect(await store.currentVotes(exchangeId)).toEqual([])
  })

  it('is not decided by labels that were given in the queue, unless those people vote too', async () => {
    const bot = opened()
    const { exchangeId, shownAttempt } = await refused(bot)
    const task = `${exchangeId}.${shownAttempt}`
    for (const person of people.slice(0, 3))
      await bot.labelTask({ person, scope: 'everything' }, task, 'refused_harmless')
    expect(await store.currentVotes(exchangeId)).toHaveLength(3)
    const { appeal } = await bot.openAppeal({ exchangeId, person: BEN })
    expect(appeal).toMatchObject({ status: 'open', harmless: 0 })
    const steps = await voted(bot, exchangeId, ['harmless', 'harmless'])
    expect(steps[1]).toMatchObject({ appeal: { status: 'open', harmless: 2 } })
    expect(await store.currentVotes(exchangeId)).toHaveLength(3)
  })

  it('has no vote of somebody who changed their mind and then took that back', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: BEN })
    const first = voteOf(exchangeId, BEN, 'harmless')
    await bot.voteOnAppeal(first)
    await bot.voteOnAppeal(voteOf(exchangeId, BEN, 'harmful'))
    // Delivered again.
    const { appeal } = await bot.voteOnAppeal(first)
    expect(appeal).toMatchObject({ harmless: 0, harmful: 1 })
    const reaction = { message: shownOn, voter: BEN, emoji: '🛡️', source: 'live' } as const
    for (const action of ['add', 'remove'] as const)
      await bot.handleVote({ ...reaction, action, eventTime: ++clock })
    expect(await bot.settleAppeal(shownOn)).toMatchObject({ appeal: { harmless: 0, harmful: 0 } })
  })

  it('tells whoever is not sure that they abstain', async () => {
    const bot = opened()
    const { exchangeId } = await refused(bot)
    await bot.openAppeal({ exchangeId, person: BEN })
    const [step] = await voted(bot, exchangeId, ['not_sure'])
    expect(step).toMatchObject({ counted: 'abstained', appeal: { status: 'open', harmless: 0, harmful: 0 } })
  })

  it('of what was answered, or is not known, is not taken', async () => {
    const bot = opened(scriptedModel([ANSWER]))
    const { exchangeId } = await refused(bot)
    await expect(bot.openAppeal({ exchangeId, person: BEN })).rejects.toThrow('cannot be appealed')
    await expect(bot.openAppeal({ exchangeId: 'x', person: BEN })).rejects.toThrow('not known')
  })

  it('is neither offered nor taken where an admin has turned appeals off', async () => {
    const bot = opened()
    const { key, place } = messageOf('', 'command')
    const caller = { person: ANA, place, key, isAdmin: true }
    await Array.fromAsync(bot.handleCommand('appeals off', caller))
    const done = await refused(bot)
    expect(done).not.toHaveProperty('appealable')
    await expect(bot.openAppeal({ exchangeId: done.exchangeId, person: BEN })).rejects.toThrow('turned off')
    expect((await bot.history(place, 1))[0]).not.toHaveProperty('appealable')
    await Array.fromAsync(bot.handleCommand('appeals quorum:1', caller))
    expect((await bot.history(place, 1))[0]).toHaveProperty('appealable', true)
    const step = await bot.openAppeal({ exchangeId: done.exchangeId, person: BEN })
    expect(step.appeal.quorum).toBe(1)
  })

  it('goes with a request that is taken back or forgotten while people vote', async () => {
    const bot = opened()
    const message = messageOf(PROMPT, 'm1')
    const first = await refused(bot, message)
    await bot.openAppeal({ exchangeId: first.exchangeId, person: BEN })
    await bot.showsAppeal(first.exchangeId, messageOf('', 'appeal').key)
    const retracted = await bot.retract(message.key)
    expect(retracted?.messages.map(({ message }) => message)).toEqual(['shown', 'appeal'])
    await expect(bot.voteOnAppeal(voteOf(first.exchangeId, BEN))).rejects.toThrow('not known')
    const second = await refused(opened(), messageOf(PROMPT, 'm2'))
    await bot.openAppeal({ exchangeId: second.exchangeId, person: BEN })
    await store.forget([bot.pseudonym(ANA)])
    await expect(bot.voteOnAppeal(voteOf(second.exchangeId, BEN))).rejects.toThrow('not known')
    expect(await bot.showsAppeal(second.exchangeId, shownOn)).toBeUndefined()
  })
})
