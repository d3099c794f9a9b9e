import { afterEach, describe, expect, it } from 'vitest'
import { createPseudonyms } from '../../../src/crowd/pseudonym.ts'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { WORKSPACE } from '../../../src/platforms/web/people.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsoleClient, isFinished, statusWith } from '../../support/console-client.ts'
import { pieces } from '../../support/scripted-model.ts'

const open: TestConsole[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((console) => console.close()))
})

/** Answers once it is let. */
function patientModel(): { model: ChatModel; asked: Promise<void>; answer: () => void } {
  const asked = Promise.withResolvers<void>()
  const allowed = Promise.withResolvers<void>()
  const model: ChatModel = {
    id: 'openai:patient',
    family: 'unknown',
    kind: 'live',
    async *stream() {
      asked.resolve()
      await allowed.promise
      yield* pieces('Worth the wait.')
    },
  }
  return { model, asked: asked.promise, answer: () => allowed.resolve() }
}

describe('the web platform', () => {
  it('lets an answer finish, and every page read it, before it stops', async () => {
    const { model, asked, answer } = patientModel()
    const console = await openConsole({ models: [model] })
    const ana = new ConsoleClient(console.url)
    let stopped: Promise<void> | undefined
    const events = await ana.during(async () => {
      await ana.say('Are you there?')
      await asked
      stopped = console.close()
      const late = await ana.say('One more?')
      expect([late.status, await ana.told(Promise.resolve(late))]).toEqual([
        503,
        expect.stringMatching(/stopping/),
      ])
      answer()
    })
    expect(events.at(-1)?.data.html).toContain('Worth the wait.')
    await stopped
    await expect(fetch(console.url)).rejects.toThrow()
  })

  it('shows a page that is opened in the middle of an answer what there is so far', async () => {
    const { model, asked, answer } = patientModel()
    const console = await openConsole({ models: [model] })
    open.push(console)
    const ana = new ConsoleClient(console.url)
    await ana.say('Are you there?')
    await asked
    expect(await (await ana.get('/c/general')).text()).toContain('aria-busy="true"')
    const events = await ana.during(async () => answer())
    expect(events.filter(isFinished)).toHaveLength(1)
  })

  it('takes up what a process left behind when it was ended', async () => {
    const store = await openStore({ url: ':memory:' })
    const place = { platform: 'web', workspace: WORKSPACE, channel: 'general', thread: 'left-behind' }
    await store.claim({
      exchangeId: 'exchange-1',
      key: { platform: 'web', workspace: WORKSPACE, channel: 'general', message: 'left-behind' },
      place,
      asker: createPseudonyms('a key for tests only')({ platform: 'web', workspace: WORKSPACE, user: 'ben' }),
      prompt: 'Is anybody there?',
      trusted: {},
      model: 'openai:patient',
      strategy: 'auto',
      claimedBy: 'a process that is gone',
      leaseUntil: 1,
      at: 0,
    })
    const { model, answer } = patientModel()
    const console = await openConsole({ store, models: [model] })
    const ana = new ConsoleClient(console.url)
    const events = await ana.during(async () => answer())
    expect(events.at(-1)?.data.html).toContain('Worth the wait.')
    expect(events.at(-1)?.data.html).toContain('Ben')
    await console.close()
    await store.close()
  })

  it('behind a token answers under the name a proxy gives it', async () => {
    const console = await openConsole({ web: { token: 'a token for this test' } })
    open.push(console)
    expect(await statusWith(`${console.url}/login`, { host: 'recourse.example' })).toBe(200)
  })
})
