import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { silentLogger } from '../../../src/logger.ts'
import { createWebPlatform } from '../../../src/platforms/web/web-platform.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'

const TOKEN = 'a-token-of-some-length'

let console: TestConsole
beforeAll(async () => {
  console = await openConsole({ web: { token: TOKEN, wrongTokenDelay: 20 } })
})
afterAll(() => console.close())

function logIn(token: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${console.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: console.url, ...headers },
    body: new URLSearchParams({ token }),
  })
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('a console behind a token', () => {
  it('shows nothing to whoever lacks it', async () => {
    const page = await fetch(`${console.url}/c/general`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    })
    expect([page.status, page.headers.get('location')]).toEqual([302, '/login'])
    for (const path of ['/c/general/events', '/commands', '/c/general']) {
      expect((await fetch(console.url + path)).status, path).toBe(401)
    }
    const post = await fetch(`${console.url}/c/general/messages`, {
      method: 'POST',
      headers: { origin: console.url, 'content-type': 'application/json', cookie: 'recourse_session=guess' },
      body: '{}',
    })
    expect(post.status).toBe(401)
  })

  it('is healthy for a probe without the token', async () => {
    expect((await fetch(`${console.url}/healthz`)).status).toBe(200)
  })

  it('gives a cookie no script and no other site can use, and never the token itself', async () => {
    const response = await logIn(TOKEN)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).not.toContain(TOKEN)
    const page = await fetch(`${console.url}/c/general`, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Log out')
  })

  it('ends a session for good when its holder logs out, wherever its cookie was copied to', async () => {
    const cookie = cookieOf(await logIn(TOKEN))
    const other = cookieOf(await logIn(TOKEN))
    const open = async (held: string) =>
      (await fetch(`${console.url}/commands`, { headers: { cookie: held } })).status
    expect([await open(cookie), await open(other)]).toEqual([200, 200])
    const left = await fetch(`${console.url}/logout`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: console.url, cookie },
    })
    expect([left.status, left.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/Max-Age=0/)])
    expect([await open(cookie), await open(other)]).toEqual([401, 200])
  })

  it('marks its cookies as secure where the page came by https', async () => {
    const overTls = await logIn(TOKEN, { origin: console.url.replace('http:', 'https:') })
    expect(overTls.headers.get('set-cookie')).toMatch(/Secure/)
    expect((await logIn(TOKEN)).headers.get('set-cookie')).not.toMatch(/Secure/)
  })

  it('takes ten tries from one address, then not even the right token, and others all the while', async () => {
    const guesser = { 'x-forwarded-for': 'made-up, 203.0.113.7' }
    const guesses = await Promise.all(Array.from({ length: 10 }, () => logIn('wrong', guesser)))
    expect(guesses.map(({ status }) => status)).toEqual(Array(10).fill(401))
    for (const token of ['wrong', TOKEN]) {
      const turnedAway = await logIn(token, guesser)
      expect([turnedAway.status, turnedAway.headers.get('set-cookie')]).toEqual([429, null])
      expect(Number(turnedAway.headers.get('retry-after'))).toBeGreaterThan(600)
      expect(await turnedAway.text()).toContain('Wait 15 minutes.')
    }
    expect((await logIn(TOKEN, { 'x-forwarded-for': '203.0.113.7, 203.0.113.8' })).status).toBe(303)
  })

  it('reads no more of a form than a form needs, whoever sends it', async () => {
    const response = await fetch(`${console.url}/login`, {
      method: 'POST',
      headers: { origin: console.url },
      body: new URLSearchParams({ token: 'x'.repeat(10_000) }),
    })
    expect([response.status, await response.text()]).toEqual([413, expect.stringMatching(/too large/)])
  })
})

describe('a console that cannot be opened', () => {
  it('refuses other machines without a token before it listens', () => {
    expect(() => createWebPlatform({ host: '0.0.0.0', port: 0, logger: silentLogger })).toThrow(/WEB_TOKEN/)
  })

  it('says which variable to change when its port is taken', async () => {
    const port = Number(new URL(console.url).port)
    await expect(openConsole({ web: { port } })).rejects.toThrow(`Port ${port} is taken. Set PORT`)
  })
})

describe('a console whose state cannot be reached', () => {
  it('lets nobody in who may have logged out, and says nothing of where the state is', async () => {
    const down = () => Promise.reject(new StoreError('unreachable', 'The state at redis.example is down.'))
    const opened = await openConsole({ web: { token: TOKEN, state: { get: down, set: down } } })
    const form = { method: 'POST', redirect: 'manual', headers: { origin: opened.url } } as const
    const body = new URLSearchParams({ token: TOKEN })
    const cookie = cookieOf(await fetch(`${opened.url}/login`, { ...form, body }))
    const page = await fetch(`${opened.url}/c/general`, { headers: { cookie, accept: 'text/html' } })
    const text = await page.text()
    expect([page.status, text.includes('redis.example'), text.includes('general')]).toEqual([
      503,
      false,
      false,
    ])
    const left = await fetch(`${opened.url}/logout`, { ...form, headers: { ...form.headers, cookie } })
    expect(left.status).toBe(503)
    expect((await fetch(`${opened.url}/login`)).status).toBe(200)
    await opened.close()
  })
})
