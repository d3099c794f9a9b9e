import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack, type TestSlack } from '../../support/slack.ts'

let store: Store
let one: TestSlack
let heldBack: { readonly reached: Promise<void>; readonly goOn: () => void }
afterEach(async () => {
  await one.close()
  await store.close()
})

/** A message is on its way to its claim until `goOn` is called: the first, or the one after so many. */
async function openHoldingBack(after = 0) {
  store = await openStore({ url: ':memory:' })
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  let count = 0
  const slow: Store = {
    ...store,
    async claim(claim) {
      count += 1
      if (count === after + 1) {
        reached.resolve()
        await gate.promise
      }
      return store.claim(claim)
    },
  }
  heldBack = { reached: reached.promise, goOn: () => gate.resolve() }
  one = await openSlack({ store: slow, models: [scriptedModel(['First.', 'Second.', 'Third.'])] })
}

const prompts = async () => {
  const { bot, slack } = one
  const history = await bot.history(
    { platform: 'slack', workspace: slack.teamId, channel: slack.channels.general },
    10,
  )
  return history.map(({ exchange }) => exchange.prompt)
}

describe('a mention, which comes as two events', () => {
  it('is claimed in the records once, and both events are acknowledged', async () => {
    store = await openStore({ url: ':memory:' })
    let claims = 0
    const counting: Store = { ...store, claim: (claim) => store.claim(claim).finally(() => (claims += 1)) }
    one = await openSlack({ store: counting, models: [scriptedModel(['Answer.'])] })
    const { slack } = one
    const ts = await slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Question`)
    await answered(slack, slack.channels.general, ts)
    await slack.settled()
    expect(claims).toBe(1)
    expect(slack.acks.map(({ name }) => name)).toEqual(expect.arrayContaining(['app_mention', 'message']))
    expect(slack.unacknowledged).toEqual([])
  })

  it('is looked for again by its second event where the first could not claim it, and gets no second outcome', async () => {
    store = await openStore({ url: ':memory:' })
    let claims = 0
    const failing: Store = {
      ...store,
      async claim(claim) {
        claims += 1
        if (claims === 1) throw new Error('a mishap')
        return store.claim(claim)
      },
    }
    one = await openSlack({ store: failing, models: [scriptedModel(['Answer.'])] })
    const { slack } = one
    const ts = await slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> Question`)
    await slack.settled()
    expect(claims).toBe(2)
    expect(await prompts()).toEqual([''])
    await expect.poll(() => answersIn(slack, slack.channels.general, ts)).toHaveLength(0)
  })
})

describe('a message that its author takes back before it is claimed', () => {
  it('by deleting it leaves no answer and no request behind', async () => {
    await openHoldingBack()
    const { slack } = one
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> My secret`)
    await heldBack.reached
    await slack.remove(slack.people.ana, general, ts)
    await slack.until(() => slack.acks.some(({ name }) => name === 'message'))
    heldBack.goOn()
    await slack.settled()
    await expect.poll(prompts).toEqual([''])
    await expect.poll(() => answersIn(slack, general, ts)).toEqual([])
  })

  it('by rewriting it in a thread, where nobody need be named, is answered once, in its new words', async () => {
    await openHoldingBack(1)
    const { slack } = one
    const { general } = slack.channels
    const { ana } = slack.people
    const thread = await slack.say(ana, general, `<@${slack.botUserId}> The sea`)
    await answered(slack, general, thread)
    await slack.settled()
    const ts = await slack.say(ana, general, 'And the ski', { thread })
    await heldBack.reached
    const seen = slack.acks.length
    await slack.edit(ana, general, ts, 'And the sky')
    await slack.until(() => slack.acks.length > seen)
    heldBack.goOn()
    await expect.poll(async () => (await prompts()).toSorted()).toEqual(['', 'And the sky', 'The sea'])
    await expect.poll(() => answersIn(slack, general, thread).length).toBe(2)
    await slack.settled()
  })

  it('by rewriting it is answered once, in its new words', async () => {
    await openHoldingBack()
    const { slack } = one
    const { general } = slack.channels
    const ts = await slack.say(slack.people.ana, general, `<@${slack.botUserId}> The see`)
    await heldBack.reached
    await slack.edit(slack.people.ana, general, ts, `<@${slack.botUserId}> The sea`)
    await answered(slack, general, ts)
    heldBack.goOn()
    await slack.settled()
    await expect.poll(async () => (await prompts()).toSorted()).toEqual(['', 'The sea'])
    await expect.poll(() => answersIn(slack, general, ts).length).toBe(1)
  })
})
