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
      // A mention is two events, of which either may be the one that is taken.
      count += 1
      if (count > after && count <= after + 2) {
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
    await openHoldingBack(2)
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
