import { afterEach, describe, expect, it } from 'vitest'
import { createPseudonyms } from '../../../src/crowd/pseudonym.ts'
import { StoreError } from '../../../src/errors.ts'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { WORKSPACE } from '../../../src/platforms/web/people.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsoleClient, isFinished, statusWith } from '../../support/console-client.ts'
import { heldModel } from '../../support/held-model.ts'
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

  it('says when text was erased in its place, and does not hold on to it', async () => {
    const store = await openStore({ url: ':memory:' })
    const console = await openConsole({ store })
    open.push(console)
    const ana = new ConsoleClient(console.url)
    const words = 'How do I kill a stuck Perl process?'
    await ana.during(() => ana.say(words))
    expect(await ana.get('/c/general').then((page) => page.text())).toContain(words)
    const at = Date.UTC(2126, 0, 1)
    expect(await store.scrub({ before: at, at }, 10)).toMatchObject({ exchanges: 1 })
    const page = await ana.get('/c/general').then((one) => one.text())
    expect(page).not.toContain(words)
    expect(page).toContain('The text of this was erased on 2126-01-01')
    expect(page).not.toMatch(/data-compare|data-appeal|class="reaction/)
  })

  it('shows a page, and no detail of the database, while the records cannot be reached', async () => {
    const store = await openStore({ url: ':memory:' })
    const down = () => Promise.reject(new StoreError('unreachable', 'The database db.example/x is down.'))
    const console = await openConsole({ bot: { store: { ...store, settings: down, recent: down } } })
    open.push(console)
    const page = await new ConsoleClient(console.url).get('/c/general')
    const text = await page.text()
    expect([page.status, page.headers.get('content-type')]).toEqual([
      503,
      expect.stringContaining('text/html'),
    ])
    expect(text).toContain('The records cannot be used at the moment.')
    expect(text).not.toContain('db.example')
    await store.close()
  })

  it('tells a mistake in a command to the one who made it, even where its answers are for everybody', async () => {
    const console = await openConsole()
    open.push(console)
    const ana = new ConsoleClient(console.url)
    expect(await ana.told(ana.say('/ask'))).toContain('/ask needs text')
    expect(await (await new ConsoleClient(console.url, 'ben').get('/c/general')).text()).not.toContain(
      'needs text',
    )
  })

  it('takes four requests of one user at a time, says so, and answers every one it took', async () => {
    const { model, asked, answer } = patientModel()
    const console = await openConsole({ models: [model] })
    open.push(console)
    const [ana, ben] = [new ConsoleClient(console.url), new ConsoleClient(console.url, 'ben')]
    const sent = await Promise.all(Array.from({ length: 40 }, (_, index) => ana.say(`Number ${index}?`)))
    const taken = sent.filter(({ status }) => status === 202)
    expect(taken).toHaveLength(4)
    for (const line of ['One more?', '/ask One more?'])
      expect(await ana.told(ana.say(line))).toMatch(/Wait until/)
    expect(await ana.told(ana.say('/help'))).toContain('/ask')
    expect((await ben.say('And I?')).status).toBe(202)
    await asked
    let finished = 0
    const events = await ana.during(
      async () => answer(),
      (event) => isFinished(event) && ++finished === 5,
    )
    expect(events.filter(isFinished).every(({ data }) => data.html.includes('Worth the wait.'))).toBe(true)
    expect((await ana.say('Now?')).status).toBe(202)
  })

  it('lets one user have 32 pages open, tells the next one so, and takes it when one has closed', async () => {
    const console = await openConsole()
    open.push(console)
    const events = async (user: string) => {
      const stop = new AbortController()
      const response = await fetch(`${console.url}/c/general/events`, {
        headers: { cookie: `recourse_user=${user}` },
        signal: stop.signal,
      })
      const { value } = (await response.body?.pipeThrough(new TextDecoderStream()).getReader().read()) ?? {}
      return { first: value ?? '', stop }
    }
    const pages = await Promise.all(Array.from({ length: 32 }, () => events('ana')))
    expect(pages.filter(({ first }) => first.includes('event: full'))).toHaveLength(0)
    expect((await events('ana')).first).toMatch(/event: full\ndata: .*wait until/)
    const other = await events('ben')
    expect(other.first).not.toContain('event: full')
    pages[0]?.stop.abort()
    await expect.poll(async () => (await events('ana')).first).not.toContain('event: full')
    for (const { stop } of [...pages, other]) stop.abort()
  })

  it('tells only the one who is not the asker that the question is not theirs to answer', async () => {
    const console = await openConsole()
    open.push(console)
    const [ana, ben] = [new ConsoleClient(console.url), new ConsoleClient(console.url, 'ben')]
    const ask = '/ask model:rehearsal:gemma strategy:interactive How do I blow up a balloon animal?'
    const asked = (await ana.during(() => ana.say(ask))).at(-1)?.data
    expect(asked?.html).toContain('data-question')
    const reply = { exchange: asked?.id, reading: '1' }
    const before = await ana.cursor()
    const response = await ben.post('/c/general/replies', reply)
    expect([response.status, await ben.told(Promise.resolve(response))]).toEqual([
      422,
      expect.stringMatching(/Only the person who asked/),
    ])
    expect(await ana.cursor()).toBe(before)
    const events = await ana.during(() => ana.post('/c/general/replies', reply))
    expect(events.filter(isFinished)).toHaveLength(1)
    const late = await ben.post('/c/general/replies', reply)
    expect(await ben.told(Promise.resolve(late))).toMatch(/Only the person who asked/)
    expect(await (await ana.get('/c/general')).text()).not.toContain('Only the person who asked')
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

  /** A request that a process left behind. */
  const leaveBehind = (store: Store, id: string, model: string) =>
    store.claim({
      exchangeId: id,
      key: { platform: 'web', workspace: WORKSPACE, channel: 'general', message: id },
      place: { platform: 'web', workspace: WORKSPACE, channel: 'general', thread: id },
      asker: createPseudonyms('a key for tests only')({ platform: 'web', workspace: WORKSPACE, user: 'ben' }),
      prompt: 'Is anybody there?',
      trusted: {},
      model,
      strategy: 'auto',
      claimedBy: 'a process that is gone',
      leaseUntil: 1,
      at: 0,
    })

  it('takes up what a process left behind when it was ended', async () => {
    const store = await openStore({ url: ':memory:' })
    await leaveBehind(store, 'exchange-1', 'openai:patient')
    const { model, answer } = patientModel()
    const console = await openConsole({ store, models: [model] })
    const ana = new ConsoleClient(console.url)
    const events = await ana.during(async () => answer())
    expect(events.at(-1)?.data.html).toContain('Worth the wait.')
    expect(events.at(-1)?.data.html).toContain('Ben')
    await console.close()
    await store.close()
  })

  it('takes up no more at once than it can go on with, and the rest as room comes', async () => {
    const store = await openStore({ url: ':memory:' })
    const held = heldModel()
    for (let id = 0; id < 20; id += 1) await leaveBehind(store, `exchange-${id}`, held.model.id)
    const console = await openConsole({ store, models: [held.model] })
    await expect.poll(() => held.asked.length).toBeGreaterThanOrEqual(16)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(held.asked).toHaveLength(16)
    await held.answerAll(() => held.asked.length === 20)
    let isClosed = false
    const closing = console.close().then(() => {
      isClosed = true
    })
    await held.answerAll(() => isClosed)
    await closing
    await store.close()
  })

  it('behind a token answers under the name a proxy gives it', async () => {
    const console = await openConsole({ web: { token: 'a token for this test' } })
    open.push(console)
    expect(await statusWith(`${console.url}/login`, { host: 'recourse.example' })).toBe(200)
  })
})
