import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ModelError } from '../../../src/errors.ts'
import type { ChatModel } from '../../../src/models/chat-model.ts'
import { rehearsalModel } from '../../../src/models/rehearsal.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsoleClient, isFinished, type LiveEvent, statusWith } from '../../support/console-client.ts'
import { pieces } from '../../support/scripted-model.ts'

const XSS = '<script>alert(1)</script><img src=x onerror=alert(2)>'

/** Says what it is told after "aloud:", and breaks off after what it is told after "break:", so that a test chooses the model's words. */
const parrot: ChatModel = {
  id: 'openai:parrot',
  family: 'unknown',
  kind: 'live',
  async *stream(messages) {
    const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? ''
    if (prompt.startsWith('break:')) {
      yield { type: 'text', text: prompt.replace('break:', '') }
      throw new ModelError('connection', 'The connection broke.')
    }
    yield* pieces(prompt.replace(/^aloud:/, ''))
  },
}

let console: TestConsole
let ana: ConsoleClient
let ben: ConsoleClient

beforeAll(async () => {
  console = await openConsole({
    models: [parrot, rehearsalModel('command-r-plus'), rehearsalModel('gemma')],
    web: {
      users: [
        { id: 'ana', name: '<b>Ana</b>' },
        { id: 'ben', name: 'Ben' },
      ],
    },
  })
  ana = new ConsoleClient(console.url)
  ben = new ConsoleClient(console.url, 'ben')
})
afterAll(() => console.close())

describe('the web console', () => {
  it('is healthy', async () => {
    const response = await fetch(`${console.url}/healthz`)
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
  })

  it('sends every page under a policy that runs nothing inline and loads nothing from elsewhere', async () => {
    const response = await ana.get('/c/general')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const page = await response.text()
    expect(page).not.toMatch(/ style="| on\w+="|<script(?! type="module" src="\/assets)/)
  })

  it('serves its files under an address that changes with them, to be kept for ever', async () => {
    const page = await (await ana.get('/c/general')).text()
    const paths = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(paths.length).toBeGreaterThan(3)
    for (const path of paths) {
      const response = await ana.get(path)
      expect(response.status, path).toBe(200)
      expect(response.headers.get('cache-control')).toContain('immutable')
    }
    expect((await ana.get('/assets/000000000000/main.js')).status).toBe(404)
  })

  it('leads to the first channel, and says so where there is none', async () => {
    expect((await ana.get('/')).headers.get('location')).toBe('/c/general')
    expect((await ana.get('/c/nowhere')).headers.get('location')).toBe('/')
    expect((await ana.say('hi', { channel: 'nowhere' })).status).toBe(404)
  })

  it('answers to its own names only, so that a name pointed here reads nothing', async () => {
    expect(await statusWith(`${console.url}/c/general`, { host: 'rebind.example' })).toBe(421)
    expect(await statusWith(`${console.url}/c/general`, { host: 'localhost:1' })).toBe(200)
  })

  it('takes changes from its own pages only', async () => {
    const body = { id: crypto.randomUUID(), text: 'hi' }
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await ana.post('/c/general/messages', body, headers)).status).toBe(403)
    }
    const bare = await fetch(`${console.url}/user`, {
      method: 'POST',
      body: new URLSearchParams({ user: 'ben' }),
    })
    expect(bare.status).toBe(403)
    const form = await ana.post('/c/general/messages', JSON.stringify(body), { 'content-type': 'text/plain' })
    expect(form.status).toBe(422)
  })

  it('reads no more of the choice of a user than it needs', async () => {
    const response = await ana.post('/user', new URLSearchParams({ user: 'b'.repeat(10_000) }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(response.status).toBe(413)
  })

  it('streams an answer: the request first, then growing text, then the whole', async () => {
    const words = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ')
    const events = await ben.during(async () => {
      expect((await ana.say(`aloud:${words}`)).status).toBe(202)
    })
    expect(events[0]?.type).toBe('exchange')
    expect(events[0]?.data.html).toContain('aria-busy')
    const numbers = events.map(({ id }) => Number(id.split('.')[1]))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    const lengths = events.filter(({ type }) => type === 'text').map(({ data }) => data.html.length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    expect(events.at(-1)?.data.html).toContain('word199')
  })

  it('shows nobody’s text as markup: not the user’s, not the model’s, not a name', async () => {
    const last = (await ben.during(() => ana.say(`aloud:${XSS}`))).at(-1)
    const page = await (await ben.get('/c/general')).text()
    for (const markup of [last?.data.html ?? '', page]) {
      expect(markup).toContain('&#60;script&#62;alert(1)')
      expect(markup).toContain('&#60;b&#62;Ana')
      expect(markup).not.toMatch(/<script>|<img|<b>Ana/)
    }
  })

  it('keeps what had come of an answer that broke off, and says that it did, also after a reload', async () => {
    const last = (await ben.during(() => ana.say('break:First take a long branch of birch.'))).at(-1)
    const page = await (await ben.get('/c/general')).text()
    for (const markup of [last?.data.html ?? '', page]) {
      expect(markup).toMatch(/<p>First take a long branch of birch\.<\/p>[\s\S]*The answer broke off here\./)
    }
  })

  it('tells who is asked a question that the model refused, and offers the refusal', async () => {
    const ask = '/ask model:rehearsal:gemma strategy:interactive How do I blow up a balloon animal?'
    const last = (await ben.during(() => ben.say(ask))).at(-1)
    expect(last?.data.html).toMatch(/The model refused[\s\S]*<blockquote[\s\S]*data-question/)
  })

  it('marks a refusal that was not let finish', async () => {
    const refusal =
      'aloud:I am sorry, but I cannot help with that. It would not be right. And so it goes on and on.'
    const last = (await ben.during(() => ben.say(`/ask strategy:none model:openai:parrot ${refusal}`))).at(-1)
    expect(last?.data.html).toMatch(/cannot help with that[\s\S]*Stopped early/)
  })

  it.each(['>', '1. ', '[a](', '_a_'])(
    'shows 7,500 characters of “%s”, streamed and from the store',
    async (unit) => {
      const inScience = { channel: 'science' }
      const text = `${unit.repeat(7_500 / unit.length)} done`
      const ask = `/ask model:openai:parrot aloud:${text}`
      const last = (await ben.during(() => ana.say(ask, inScience), isFinished, 'science')).at(-1)
      expect(last?.data.html).toContain('done')
      const page = await ben.get('/c/science')
      expect([page.status, (await page.text()).includes('done')]).toEqual([200, true])
    },
  )

  it('keeps its history over a reload', async () => {
    await ana.during(() => ana.say('aloud:the sea at night', { channel: 'writing' }), isFinished, 'writing')
    const page = await (await ana.get('/c/writing')).text()
    expect(page).toContain('<p>the sea at night</p>')
    expect(page).toContain('aloud:the sea at night')
  })

  it('takes the same message once, however often it is sent', async () => {
    const id = crypto.randomUUID()
    await ana.during(() => ana.say('aloud:just once', { id }))
    expect((await ana.say('aloud:just once', { id })).status).toBe(202)
    const page = await (await ana.get('/c/general')).text()
    expect(page.match(/<p>just once<\/p>/g)).toHaveLength(1)
  })

  it.each([
    ['empty', '', /empty/],
    ['blank', ' \n\t ', /empty/],
    ['of zero-width characters', '\u200b\u200b', /empty/],
    ['binary', 'a\u0000b', /binary/],
    ['too long', 'x'.repeat(16_500), /at most 16/],
    ['100 kB long', 'x'.repeat(100_000), /at most 16/],
    ['a megabyte long', 'x'.repeat(1_000_000), /1000 kB; at most 16 kB/],
  ])('says in one line what is wrong with a message that is %s', async (_, text, expected) => {
    const response = await ana.say(text)
    expect([413, 422]).toContain(response.status)
    const error = await ana.told(Promise.resolve(response))
    expect(error).toMatch(expected)
    expect(error).not.toContain('\n')
  })

  it('keeps what it could not ask as failed with the reason, and shows it to nobody', async () => {
    const inPython = { channel: 'python' }
    for (const text of ['', 'a\u0000b', 'x'.repeat(20_000)])
      expect((await ana.say(text, inPython)).status).toBe(422)
    const channel = { platform: 'web', workspace: 'local', channel: 'python' }
    const failures = (await console.bot.history(channel, 10)).map(({ exchange }) => exchange)
    expect(failures.map(({ outcome, failure }) => [outcome, failure?.code])).toEqual(
      Array.from({ length: 3 }, () => ['failed', 'input']),
    )
    expect(await (await ana.get('/c/python')).text()).not.toContain('class="exchange"')
  })

  it('says in one line what is wrong with a request that is not its own page’s', async () => {
    for (const body of ['{', '[]', '{"id":"../../etc","text":"hi"}', '{"text":"hi"}']) {
      const response = await ana.post('/c/general/messages', body)
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.status).toBeLessThan(500)
      expect(await ana.told(Promise.resolve(response))).toMatch(/reload/i)
    }
  })

  it('shows the result of a private command to who typed it, and the new model to everyone', async () => {
    let note = ''
    const events = await ben.during(
      async () => {
        note = await ana.told(ana.say('/model rehearsal:gemma', { channel: 'science' }))
      },
      ({ type }) => type === 'kept',
      'science',
    )
    expect(note).toContain('rehearsal:gemma')
    expect(events.map(({ type }) => type)).toEqual(['channels', 'kept'])
    expect(JSON.stringify(events[0]?.data)).toContain('rehearsal:gemma')
  })

  it('runs /ask as a message of the channel, shown with what was asked', async () => {
    const ask = '/ask model:rehearsal:command-r-plus How do I kill a Python process?'
    const last = (await ben.during(() => ana.say(ask))).at(-1)
    expect(last?.data.html).toContain('<div class="user-text">How do I kill a Python process?</div>')
    expect(last?.data.html).toContain('scripted stand-in')
  })

  it('says what is wrong with a command nobody knows', async () => {
    expect(await ana.told(ana.say('/nonsense'))).toContain('/help')
  })

  it('continues a conversation in its thread', async () => {
    const id = crypto.randomUUID()
    await ana.during(() => ana.say('aloud:first', { id }))
    const events = await ana.during(() => ana.say('aloud:second', { thread: id }))
    expect(events.at(-1)?.data.thread).toBe(id)
    const page = await (await ana.get('/c/general')).text()
    const conversation = page.split('<section').find((section) => section.includes(`t-${id}`)) ?? ''
    expect(conversation.match(/class="exchange"/g)).toHaveLength(2)
  })

  it('takes an exchange away everywhere once its asker is forgotten', async () => {
    const inPython = { channel: 'python' }
    const asked = await ben.during(() => ben.say('aloud:forget me', inPython), isFinished, 'python')
    const id = asked.at(-1)?.data.id
    const isKept = ({ type }: LiveEvent) => type === 'kept'
    const events = await ana.during(() => ben.say('/forget yes', inPython), isKept, 'python')
    expect(id).toBeDefined()
    expect(events.at(-1)?.data.ids).not.toContain(id)
    expect(await (await ana.get('/c/python')).text()).not.toContain('forget me')
  })
})

describe('votes', () => {
  it('are counted per person, and a new choice replaces the old', async () => {
    const exchange = (await ana.during(() => ana.say('aloud:vote on this'))).at(-1)?.data.id ?? ''
    const vote = async (client: ConsoleClient, emoji: string, action = 'add') =>
      (await client.post('/c/general/votes', { exchange, emoji, action })).status
    const bar = async (client: ConsoleClient) => {
      const page = await (await client.get('/c/general')).text()
      const markup = new RegExp(`id="v-${exchange}"[\\s\\S]*?</div>`).exec(page)?.[0] ?? ''
      return [...markup.matchAll(/data-vote="([^"]+)" aria-pressed="(\w+)" aria-label="[^"]*?(\d+) vote/g)]
        .filter(([, , , count]) => count !== '0')
        .map(([, emoji, pressed, count]) => `${emoji} ${count} ${pressed === 'true' ? 'mine' : ''}`.trim())
    }
    expect(await vote(ana, '👍')).toBe(200)
    expect(await vote(ben, '👍')).toBe(200)
    expect(await bar(ana)).toEqual(['👍 2 mine'])
    expect(await vote(ben, '🤔')).toBe(200)
    expect(await bar(ana)).toEqual(['👍 1 mine', '🤔 1'])
    expect(await bar(ben)).toEqual(['👍 1', '🤔 1 mine'])
    expect(await vote(ben, '🤔', 'remove')).toBe(200)
    expect(await bar(ben)).toEqual(['👍 1'])
    expect(await vote(ana, '🦄')).toBe(422)
    expect(await bar(ana)).toEqual(['👍 1 mine'])
  })
})

describe('a file that a command hands out', () => {
  it('can be fetched by whoever asked for it, and nobody else', async () => {
    const note = await ana.told(ana.say('/export items'))
    const [, link = ''] = /href="(\/files\/[^"]+)" download/.exec(note) ?? []
    const response = await ana.get(link)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="items.csv"')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toMatch(/^task,label,label_source,/)
    expect((await ben.get(link)).status).toBe(404)
    expect((await ana.get('/files/another')).status).toBe(404)
  })

  it('holds what is stored about whoever asked, when it is fetched', async () => {
    const note = await ana.told(ana.say('/privacy download'))
    const [, link = ''] = /href="(\/files\/[^"]+)" download/.exec(note) ?? []
    const response = await ana.get(link)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="my-data.json"')
    expect(await response.json()).toMatchObject({ about: { platform: 'web' }, requests: expect.any(Array) })
    expect((await ben.get(link)).status).toBe(404)
  })
})
