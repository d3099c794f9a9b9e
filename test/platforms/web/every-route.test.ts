import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConsole, type TestConsole } from '../../support/console.ts'

/** What anybody may ask for: nothing of it says anything about anybody. */
const OPEN = ['GET /healthz', 'GET /login', 'POST /login']

let guarded: TestConsole
let loopback: TestConsole
beforeAll(async () => {
  guarded = await openConsole({
    web: {
      token: 'a-token-of-some-length',
      wrongTokenDelay: 0,
      timeLimits: { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 },
    },
  })
  loopback = await openConsole()
})
afterAll(() => Promise.all([guarded.close(), loopback.close()]))

/** Every route, once for each method, with something in place of what stands for something. */
function routesOf({ platform }: TestConsole) {
  const found = platform.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path: path.replace(':channel', 'general').replace(/:\w+/, 'x') }))
  return [...new Map(found.map((route) => [`${route.method} ${route.path}`, route])).entries()]
}

describe('every route of the console', () => {
  it('is there to be looked at', () => {
    const names = routesOf(guarded).map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(['GET /stats', 'GET /c/general/events', 'POST /label']))
    expect(names.length).toBeGreaterThan(15)
  })

  it('answers nobody without the token, but for the log-in, a probe and the files of its pages', async () => {
    for (const [name, { method, path }] of routesOf(guarded)) {
      const ask = (headers: Record<string, string>) =>
        fetch(guarded.url + path, {
          method,
          redirect: 'manual',
          headers: { origin: guarded.url, ...headers },
        })
      const response = await ask({ cookie: 'recourse_session=made.up.whole; recourse_user=ana' })
      await response.body?.cancel()
      if (OPEN.includes(name) || path.startsWith('/assets/')) expect(response.status, name).not.toBe(303)
      else {
        expect(response.status, name).toBe(401)
        const page = await ask({ accept: 'text/html' })
        expect([name, page.status, page.headers.get('location')]).toEqual(
          method === 'GET' ? [name, 302, '/login'] : [name, 401, null],
        )
      }
    }
    expect((await fetch(`${guarded.url}/nothing-there`)).status).toBe(401)
  })

  it('changes nothing for a page of another site, a form posted from nowhere, or a name pointed here', async () => {
    for (const [name, { method, path }] of routesOf(loopback)) {
      if (method === 'GET') continue
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: loopback.url, 'sec-fetch-site': 'cross-site' },
        { origin: loopback.url, 'sec-fetch-site': 'same-site' },
        {},
      ] as Record<string, string>[]) {
        const response = await fetch(loopback.url + path, { method, redirect: 'manual', headers })
        expect([name, response.status]).toEqual([name, 403])
      }
    }
    for (const [name, { method, path }] of routesOf(loopback)) {
      if (name === 'GET /healthz') continue
      const said = await rawly(
        loopback.url,
        `${method} ${path} HTTP/1.1\r\nHost: rebound.example:3000\r\nOrigin: http://rebound.example:3000\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      )
      expect([name, said.split('\r\n')[0]]).toEqual([name, 'HTTP/1.1 421 Misdirected Request'])
    }
  })

  it('answers nobody through a proxy that gives this machine’s own name, unless there is a token', async () => {
    for (const [name, { method, path }] of routesOf(loopback)) {
      if (name === 'GET /healthz') continue
      const headers = { 'x-forwarded-for': '203.0.113.7', 'sec-fetch-site': 'same-origin' }
      const response = await fetch(loopback.url + path, { method, redirect: 'manual', headers })
      expect([name, response.status]).toEqual([name, 421])
    }
    expect((await fetch(`${guarded.url}/login`, { headers: { via: '1.1 proxy' } })).status).toBe(200)
  })

  it('says of each answer that nothing inline runs, nobody frames it and nobody keeps it', async () => {
    for (const [name, { path }] of routesOf(loopback).filter(([, { method }]) => method === 'GET')) {
      if (path.endsWith('/events')) continue
      const { headers } = await fetch(loopback.url + path, { redirect: 'manual' })
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, name).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect(policy, name).not.toMatch(/unsafe|data:|\*/)
      expect([headers.get('x-content-type-options'), headers.get('referrer-policy')], name).toEqual([
        'nosniff',
        'no-referrer',
      ])
      expect(headers.get('cache-control'), name).toBe('no-store')
    }
  })

  it('gives pages in which nothing is inline: no script, no style, no handler', async () => {
    for (const path of ['/c/general', '/stats', '/codebook', '/label', '/files/none']) {
      const text = await (await fetch(loopback.url + path, { headers: { accept: 'text/html' } })).text()
      expect(text, path).toMatch(/^<!doctype html>/i)
      expect(text, path).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i)
      expect([...text.matchAll(/<script(?![^>]* src=")/g)], path).toEqual([])
    }
  })
})

describe('a client that is slow on purpose', () => {
  const url = () => guarded.url

  it('is cut off while it has not said what it wants', async () => {
    expect(await rawly(url(), 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ')).toMatch(/^HTTP\/1.1 408 /)
  })

  it('is cut off while it has not sent what it announced, and what it did send lets nobody in', async () => {
    const head = 'POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 100'
    expect(await rawly(url(), `${head}\r\n\r\ntoken=`)).not.toMatch(/^HTTP\/1.1 [23]|set-cookie/i)
  })
})

/** What comes back for some bytes until the other side closes. */
function rawly(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname, () => socket.write(bytes))
  let text = ''
  socket.setEncoding('utf8').on('data', (part: string) => (text += part))
  return new Promise((resolve, reject) => {
    socket.on('close', () => resolve(text))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(text) : reject(error),
    )
  })
}
