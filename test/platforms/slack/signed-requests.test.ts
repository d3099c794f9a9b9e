import { createHmac } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors.ts'
import { silentLogger } from '../../../src/logger.ts'
import { requestDoor } from '../../../src/platforms/slack/request-door.ts'
import { openState, type State } from '../../../src/store/state.ts'
import { closedAfterEach } from '../../support/close-after-each.ts'
import { scriptedModel } from '../../support/scripted-model.ts'
import { answersIn, openSlack } from '../../support/slack.ts'

const NOW = 1_790_000_000

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The door with something behind it that notes what comes through; the answers it gives in turn, then always 200. */
async function openDoor(
  given: { state?: Pick<State, 'get' | 'set' | 'add' | 'delete'>; statuses?: number[] } = {},
) {
  const memory = await openState({ url: ':memory:' })
  closing.push(() => memory.close())
  const let_in: string[] = []
  const statuses = [...(given.statuses ?? [])]
  const door = requestDoor(
    (message, response) => {
      let_in.push((message as unknown as { rawBody: Buffer }).rawBody.toString())
      response.writeHead(statuses.shift() ?? 200).end()
    },
    {
      signingSecret: 'hush',
      state: given.state ?? memory,
      logger: silentLogger,
      now: () => NOW * 1000,
      wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
    },
  )
  const server = createServer(door)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, let_in }
}

function signed(body: string, at = NOW, secret = 'hush'): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${mac}` }
}

const send = async (url: string, body: string, headers: Record<string, string>) =>
  (await fetch(url, { method: 'POST', body, headers })).status

describe('a request that claims to be Slack’s', () => {
  it('comes through where it is signed, and from five minutes before to five minutes after', async () => {
    const { url, let_in } = await openDoor()
    for (const at of [NOW - 300, NOW, NOW + 300])
      expect(await send(url, `at ${at}`, signed(`at ${at}`, at))).toBe(200)
    expect(let_in).toHaveLength(3)
  })

  it('is turned away with a wrong signature, another body, an old or an early time', async () => {
    const { url, let_in } = await openDoor()
    for (const [name, headers] of Object.entries({
      'another secret': signed('hello', NOW, 'guess'),
      'another body': signed('hullo'),
      old: signed('hello', NOW - 301),
      early: signed('hello', NOW + 301),
      'another time': { ...signed('hello', NOW - 10), 'x-slack-request-timestamp': String(NOW) },
      'no time': { ...signed('hello'), 'x-slack-request-timestamp': '' },
      'a strange time': { ...signed('hello'), 'x-slack-request-timestamp': `${NOW}.0` },
      'another version': {
        ...signed('hello'),
        'x-slack-signature': signed('hello')['x-slack-signature']?.replace('v0', 'v1') ?? '',
      },
      'half a signature': { ...signed('hello'), 'x-slack-signature': 'v0=' },
    }))
      expect([name, await send(url, 'hello', headers)]).toEqual([name, 401])
    expect(let_in).toEqual([])
  })

  it('is taken once, however often it is sent again and by whichever process', async () => {
    const shared = await openState({ url: ':memory:' })
    const doors = [await openDoor({ state: shared }), await openDoor({ state: shared })]
    closing.push(() => shared.close())
    const sent = await Promise.all(
      doors.flatMap(({ url }) => [1, 2, 3].map(() => send(url, 'hello', signed('hello')))),
    )
    expect(sent).toEqual(Array(6).fill(200))
    expect(doors.flatMap(({ let_in }) => let_in)).toEqual(['hello'])
  })

  it('is not acknowledged where whoever took it first has died over it', async () => {
    const shared = await openState({ url: ':memory:' })
    closing.push(() => shared.close())
    let begins = 0
    const dying: typeof shared = {
      ...shared,
      async add(...given) {
        const isFirst = await shared.add(...given)
        begins += 1
        // Its connection ends with it.
        if (isFirst) throw new StoreError('closed', 'the process was killed')
        return isFirst
      },
    }
    const hung = await openDoor({ state: { ...dying, set: () => new Promise(() => {}) } })
    const next = await openDoor({ state: shared })
    await send(hung.url, 'hello', signed('hello'))
    expect(begins).toBe(1)
    expect(await send(next.url, 'hello', signed('hello'))).toBe(409)
    expect(next.let_in).toEqual([])
    // Slack tries again later, with another signature.
    expect(await send(next.url, 'hello', signed('hello', NOW + 60))).toBe(200)
    expect(next.let_in).toEqual(['hello'])
  })

  it('is taken again where it could not be taken at first', async () => {
    const { url, let_in } = await openDoor({ statuses: [500] })
    expect(await send(url, 'hello', signed('hello'))).toBe(500)
    await expect.poll(() => send(url, 'hello', signed('hello'))).toBe(200)
    await expect.poll(() => let_in).toEqual(['hello', 'hello'])
  })

  it('is taken while the state cannot be reached, and once by this process even then', async () => {
    const down = () => Promise.reject(new StoreError('unreachable', 'down'))
    const { url, let_in } = await openDoor({ state: { get: down, set: down, add: down, delete: down } })
    expect(await send(url, 'hello', signed('hello'))).toBe(200)
    expect(await send(url, 'hello', signed('hello'))).toBe(200)
    expect(let_in).toEqual(['hello'])
  })

  it('is read to its megabyte and no further, announced or not', async () => {
    const { url, let_in } = await openDoor()
    const large = 'x'.repeat(1_000_001)
    expect(await send(url, large, signed(large))).toBe(413)
    const status = await new Promise((resolve, reject) => {
      const posting = request(url, {
        method: 'POST',
        headers: { ...signed(large), 'transfer-encoding': 'chunked' },
      })
      posting.on('response', (response) => resolve(response.statusCode)).on('error', reject)
      posting.end(large)
    })
    expect(status).toBe(413)
    const whole = 'x'.repeat(1_000_000)
    expect(await send(url, whole, signed(whole))).toBe(200)
    expect(let_in).toHaveLength(1)
  })
})

describe('Slack over HTTP', () => {
  const open = closedAfterEach(openSlack)

  it('answers what Slack signed, once, and nothing that only looks like it', async () => {
    const model = scriptedModel(['The sea is wide.', 'Again.'])
    const { slack, platform } = await open({ transport: 'http', models: [model] })
    const server = createServer(
      (platform as { requestListener?: Parameters<typeof createServer>[1] }).requestListener,
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
    const { general } = slack.channels
    const at = Math.floor(Date.now() / 1000)
    const event = { type: 'app_mention', user: slack.people.ana, channel: general, ts: '1790000000.000100' }
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: slack.teamId,
      event_id: 'Ev1',
      event: { ...event, event_ts: event.ts, text: `<@${slack.botUserId}> Tell me of the sea.` },
      authorizations: [{ team_id: slack.teamId, user_id: slack.botUserId, is_bot: true }],
    })
    const json = { 'content-type': 'application/json' }
    const unsigned = await send(url, body, json)
    const wrong = await send(url, body, { ...json, ...signed(body, at, 'guess') })
    const old = await send(url, body, { ...json, ...signed(body, at - 400, slack.signingSecret) })
    expect([unsigned, wrong, old]).toEqual([401, 401, 401])
    expect(model.calls).toHaveLength(0)
    const right = { ...json, ...signed(body, at, slack.signingSecret) }
    expect([await send(url, body, right), await send(url, body, right)]).toEqual([200, 200])
    await expect.poll(() => model.calls.length).toBe(1)
    const check = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await send(url, 'ssl_check=1&token=x', check)).toBe(200)
    expect(await send(url, `payload=${encodeURIComponent(body)}`, check)).toBe(401)
    await slack.settled()
    expect(model.calls).toHaveLength(1)
    expect(answersIn(slack, general, event.ts).length).toBeLessThanOrEqual(1)
  })
})
