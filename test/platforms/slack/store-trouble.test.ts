import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answered, answersIn, openSlack, type TestSlack } from '../../support/slack.ts'

let store: Store
let one: TestSlack
/** How many more calls of each method fail. */
let failing: Partial<Record<keyof Store, number>>
beforeEach(async () => {
  failing = {}
  store = await openStore({ url: ':memory:' })
  const stumbling = new Proxy(store, {
    get(target, name: keyof Store) {
      const left = failing[name] ?? 0
      if (left === 0) return Reflect.get(target, name)
      failing[name] = left - 1
      return () =>
        Promise.reject(new StoreError('unreachable', 'The database at db.internal:5432 cannot be reached.'))
    },
  })
  one = await openSlack({
    store: stumbling,
    models: [scriptedModel(['First.', 'Second.'])],
    platform: { wait: () => new Promise((resolve) => setImmediate(resolve)) },
  })
})
afterEach(async () => {
  await one.close()
  await store.close()
})

const ALWAYS = Number.POSITIVE_INFINITY

async function mention(text = 'Tell me of the sea.') {
  const { slack } = one
  return slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> ${text}`)
}

const RECORDS = 'The records cannot be used at the moment.'

describe('while the records cannot be used', () => {
  it('a mention, which comes as two events, is told so once', async () => {
    failing.settings = ALWAYS
    const { slack } = one
    slack.deliverTimes(3)
    const ts = await mention()
    await answered(slack, slack.channels.general, ts)
    await slack.settled()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(answersIn(slack, slack.channels.general, ts).map(({ text }) => text)).toEqual([
      expect.stringContaining(RECORDS),
    ])
  })

  it('a message that must be looked up first is answered once they can be', async () => {
    const { slack } = one
    const { general } = slack.channels
    const ts = await mention()
    await answered(slack, general, ts)
    failing.hasConversation = 2
    await slack.say(slack.people.ana, general, 'And of its shores?', { thread: ts })
    expect(await answered(slack, general, ts, 2)).toHaveLength(2)
  })

  it('a deletion is not lost', async () => {
    const { slack } = one
    const { general } = slack.channels
    const ts = await mention()
    await answered(slack, general, ts)
    failing.retract = 2
    await slack.remove(slack.people.ana, general, ts)
    await slack.until(() => answersIn(slack, general, ts).length === 0)
  })

  it('whoever clicks or types a command is told so, without where they are kept', async () => {
    const { slack } = one
    const { general } = slack.channels
    const { ana, ben } = slack.people
    const ts = await mention()
    const [answer] = await answered(slack, general, ts)
    failing = { linkOf: ALWAYS, settings: ALWAYS }
    await slack.click(ben, general, answer?.ts ?? '', 'recourse_feedback')
    await slack.shortcut(ben, general, answer?.ts ?? '', 'recourse_rate')
    await slack.command(ana, general, '/recourse', 'model')
    await slack.until(() => slack.ephemerals(ben).length === 2 && slack.ephemerals(ana).length === 1)
    for (const { text } of [...slack.ephemerals(ben), ...slack.ephemerals(ana)]) {
      expect(text).toContain(RECORDS)
      expect(text).not.toContain('db.internal')
    }
  })
})
