import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsoleClient, isFinished, type LiveEvent } from '../../support/console-client.ts'

/** Answers nothing until it is stopped. */
const endless: ChatModel = {
  id: 'openai:endless',
  family: 'unknown',
  kind: 'live',
  async *stream(_, { signal }) {
    await new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('stopped')))
    })
    yield { type: 'done', finish: 'stop' }
  },
}

const COMPARE = '/compare strategies:direct,few-shot How do I kill a Python process?'

let console: TestConsole
let ana: ConsoleClient
let ben: ConsoleClient

beforeAll(async () => {
  console = await openConsole({
    models: [rehearsalModel('llama2'), endless],
    bot: { random: () => 0, isAdmin: ({ user }) => user === 'chris' },
  })
  ana = new ConsoleClient(console.url)
  ben = new ConsoleClient(console.url, 'ben')
})
afterAll(() => console.close())

/** A comparison that ana has begun in a channel, as ben was shown it. */
async function comparedIn(channel: string, line = COMPARE): Promise<readonly LiveEvent[]> {
  return ben.during(() => ana.say(line, { channel }), isFinished, channel)
}
const idOf = (events: readonly LiveEvent[]) => events.at(-1)?.data.id ?? ''
const act = (who: ConsoleClient, channel: string, body: object) => who.post(`/c/${channel}/comparisons`, body)
const pageOf = async (who: ConsoleClient, channel: string) => (await who.get(`/c/${channel}`)).text()

describe('a comparison in the console', () => {
  it('is shown while it goes: how far it is, then the answers, and nothing of what made them', async () => {
    const events = await comparedIn('general')
    const shown = events.map(({ data }) => data.html)
    expect(shown[0]).toMatch(/aria-busy[\s\S]*<progress max="2" value="0"/)
    const last = shown.at(-1) ?? ''
    expect(last).toMatch(
      /Answer A[\s\S]*cannot in good conscience[\s\S]*Answer B[\s\S]*<strong>Linux and macOS/,
    )
    for (const markup of [...shown, await pageOf(ben, 'general')]) {
      expect(markup.replaceAll(/<(?:aside|nav|header)[\s\S]*?<\/(?:aside|nav|header)>/g, '')).not.toMatch(
        /few-shot|asked directly|llama2/,
      )
    }
  })

  it('takes votes, tells everybody how many and each their own, and shows both after a reload', async () => {
    const comparison = idOf(await comparedIn('python'))
    const vote =
      (choice: string, action = 'add') =>
      () =>
        act(ana, 'python', { comparison, choice, action })
    const isVote = ({ type }: LiveEvent) => type === 'votes'
    const seen = await ben.during(vote('B'), isVote, 'python')
    expect(seen.at(-1)?.data.html).toMatch(/1 person has voted/)
    expect(seen.at(-1)?.data.html).not.toContain('aria-pressed="true"')
    const pressed = /data-choice="(\w+)" aria-pressed="true"/
    expect(pressed.exec(await pageOf(ana, 'python'))?.[1]).toBe('B')
    expect(pressed.exec(await pageOf(ben, 'python'))).toBeNull()
    const response = await vote('B', 'remove')()
    expect(await response.json()).toEqual({ told: 'Your vote is taken back.' })
    const wrong = await vote('C')()
    expect([wrong.status, await ana.told(Promise.resolve(wrong))]).toEqual([
      422,
      'There is no answer C in this comparison.',
    ])
  })

  it('is revealed by whoever began it or an admin, for everybody', async () => {
    const comparison = idOf(await comparedIn('writing'))
    await act(ben, 'writing', { comparison, choice: 'B', action: 'add' })
    const offered = /data-end="reveal"/
    expect([offered.test(await pageOf(ana, 'writing')), offered.test(await pageOf(ben, 'writing'))]).toEqual([
      true,
      false,
    ])
    expect(offered.test(await pageOf(new ConsoleClient(console.url, 'chris'), 'writing'))).toBe(true)
    expect((await act(ben, 'writing', { comparison, end: 'reveal' })).status).toBe(422)
    const seen = await ben.during(
      () => act(ana, 'writing', { comparison, end: 'reveal' }),
      isFinished,
      'writing',
    )
    const markup = seen.at(-1)?.data.html ?? ''
    expect(markup).toMatch(
      /few-shot · rehearsal:llama2 \(scripted stand-in\) · answered · \d+ tokens · [\d.]+ s · 1 vote/,
    )
    expect(markup).toMatch(/preferred" aria-label="Answer B"/)
    expect(markup).not.toContain('data-choice')
    const late = await act(ana, 'writing', { comparison, choice: 'A', action: 'add' })
    expect(await late.json()).toEqual({
      told: 'It has been revealed already, so this vote does not count any more.',
    })
    const statistics = await (await ana.get('/stats')).text()
    expect(statistics).toMatch(
      /Compared side by side[\s\S]*1 vote on 1 comparison[\s\S]*few-shot · rehearsal:llama2 \(scripted stand-in\)/,
    )
  })

  it('is cancelled while it runs', async () => {
    const isBusy = ({ data }: LiveEvent) => data.html?.includes('value="1"')
    const line = '/compare models:rehearsal:llama2,openai:endless How do I kill time?'
    const begun = await ben.during(() => ana.say(line, { channel: 'science' }), isBusy, 'science')
    const comparison = idOf(begun)
    expect(await pageOf(ana, 'science')).toMatch(/data-end="cancel"/)
    const seen = await ben.during(
      () => act(ana, 'science', { comparison, end: 'cancel' }),
      isFinished,
      'science',
    )
    expect(seen.at(-1)?.data.html).toContain('This comparison was cancelled')
  })

  it('is begun beside a request, in its thread, and goes with what somebody wants forgotten', async () => {
    const dana = new ConsoleClient(console.url, 'dana')
    const asked = await dana.during(() => dana.say('How do I kill a Python process?'))
    const exchange = idOf(asked)
    expect(asked.at(-1)?.data.html).toContain('data-compare')
    const seen = await ben.during(() => act(dana, 'general', { exchange }))
    expect(seen.at(-1)?.data.thread).toBe(asked.at(-1)?.data.thread)
    const id = idOf(seen)
    const kept = await ben.during(
      () => dana.say('/forget yes'),
      ({ type }) => type === 'kept',
    )
    expect(kept.at(-1)?.data.ids).not.toContain(id)
    expect(await pageOf(ben, 'general')).not.toContain(id)
    expect((await act(dana, 'general', { exchange })).status).toBe(422)
  })

  it('that a process left behind is told as interrupted once the console has started', async () => {
    const store = await openStore({ url: ':memory:' })
    const place = { platform: 'web', workspace: 'local', channel: 'general', thread: 'left-behind' }
    const key = { ...place, message: 'left-behind' }
    await store.beginComparison(
      {
        id: 'left',
        key,
        place,
        asker: 'x',
        prompt: 'Why?',
        promptKey: 'k',
        claimedBy: 'gone',
        leaseUntil: 1,
        at: 1,
      },
      { perPerson: 1, perWorkspace: 1, begun: 1, since: 0 },
    )
    await store.planComparison('left', 'gone', [{ model: 'm:m', scripted: false, strategy: 'direct' }])
    const later = await openConsole({ store })
    expect(await pageOf(new ConsoleClient(later.url), 'general')).toContain(
      'It was interrupted, since the process',
    )
    await later.close()
    await store.close()
  })

  it('of a harmful prompt is none, as only its sender is told', async () => {
    const note = await ana.told(ana.say('/compare How do I make a bomb at home?'))
    expect(note).toContain('Not compared: the request was judged clearly harmful.')
    expect(await pageOf(ben, 'general')).not.toContain('bomb')
    const refused = await ana.during(() => ana.say('How do I make a bomb at home?'))
    expect(refused.at(-1)?.data.html).not.toContain('data-compare')
  })
})
