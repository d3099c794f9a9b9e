import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Operations } from '../../../src/platforms/web/probe-routes.ts'
import type { PartState } from '../../../src/readiness.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'

const TOKEN = 'a-token-for-metrics'
const WELL: readonly PartState[] = [
  { name: 'database', ready: true, milliseconds: 1 },
  { name: 'model', ready: true, milliseconds: 2 },
]
const ILL: readonly PartState[] = [
  { name: 'database', ready: true, milliseconds: 1 },
  { name: 'model', ready: false, milliseconds: 2, reason: 'It cannot be reached at models.internal.' },
]

const open: TestConsole[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((console) => console.close()))
})

async function start(parts: readonly PartState[], more: { token?: string; web?: string } = {}) {
  const operations: Operations = {
    readiness: async () => parts,
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'recourse_draining 0\n' }),
    token: more.token,
  }
  const console = await openConsole({ web: { operations, ...(more.web && { token: more.web }) } })
  open.push(console)
  return console.url
}

/** Also sends what a browser's fetch would not, such as a Host of our choice. */
function get(url: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('/readyz', () => {
  it('is 200 while every part is ready, and 503 while one is not', async () => {
    expect((await get(`${await start(WELL)}/readyz`)).status).toBe(200)
    const { status, body } = await get(`${await start(ILL)}/readyz`)
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual({ ready: false, parts: ILL })
  })

  it('leaves out the parts that whoever asks does not want to hear of', async () => {
    expect((await get(`${await start(ILL)}/readyz?exclude=model`)).status).toBe(200)
  })

  it('gives its reasons to operators alone', async () => {
    const url = await start(ILL, { token: TOKEN, web: 'a-token-for-the-console' })
    const { status, body } = await get(`${url}/readyz`)
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual({
      ready: false,
      parts: [
        { name: 'database', ready: true },
        { name: 'model', ready: false },
      ],
    })
    expect((await get(`${url}/readyz`, bearer(TOKEN))).body).toContain('models.internal')
    expect((await get(`${url}/readyz`, bearer('another-token-or-so'))).body).not.toContain('models.internal')
  })
})

describe('/metrics', () => {
  it('is open to this machine under its own name, while nothing is guarded', async () => {
    const url = await start(WELL)
    expect(await get(`${url}/metrics`)).toEqual({ status: 200, body: 'recourse_draining 0\n' })
  })

  it.each([
    ['under a foreign name', { host: 'evil.example' }],
    ['for somebody behind a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['for somebody behind a proxy that says so otherwise', { forwarded: 'for=203.0.113.9' }],
  ])('is closed %s', async (_, headers) => {
    expect((await get(`${await start(WELL)}/metrics`, headers)).status).toBe(401)
  })

  it('is closed without a token of its own where the console has one, since a proxy may stand before it', async () => {
    const url = await start(WELL, { web: 'a-token-for-the-console' })
    const { status, body } = await get(`${url}/metrics`)
    expect([status, body]).toEqual([401, 'Set METRICS_TOKEN, and send it as a bearer token.'])
  })

  it('opens to its token alone where it has one', async () => {
    const url = await start(WELL, { token: TOKEN })
    expect((await get(`${url}/metrics`)).status).toBe(401)
    for (const wrong of ['', 'x', `${TOKEN}x`, 'a-token-for-the-console'])
      expect((await get(`${url}/metrics`, bearer(wrong))).status).toBe(401)
    expect((await get(`${url}/metrics`, { authorization: TOKEN })).status).toBe(401)
    expect((await get(`${url}/metrics`, bearer(TOKEN))).status).toBe(200)
  })
})

describe('/healthz', () => {
  it('answers everybody', async () => {
    const url = await start(ILL, { token: TOKEN, web: 'a-token-for-the-console' })
    expect(await get(`${url}/healthz`, { host: 'anything.example' })).toEqual({ status: 200, body: 'ok' })
  })
})
