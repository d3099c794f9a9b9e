import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/logger.ts'
import { createWebPlatform } from '../../../src/platforms/web/web-platform.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'

const TOKEN = 'a-token-of-some-length'

let console: TestConsole
beforeAll(async () => {
  console = await openConsole({ web: { token: TOKEN, wrongTokenDelay: 20 } })
})
afterAll(() => console.close())

function logIn(token: string): Promise<Response> {
  return fetch(`${console.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: console.url },
    body: new URLSearchParams({ token }),
  })
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

  it('lets the right token in however many wrong ones anybody gives', async () => {
    const guesses = Array.from({ length: 60 }, () => logIn('wrong'))
    expect((await logIn(TOKEN)).status).toBe(303)
    await Promise.all(guesses)
    expect((await logIn(TOKEN)).status).toBe(303)
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
