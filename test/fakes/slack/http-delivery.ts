/** Slack's side of HTTP delivery. https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac } from 'node:crypto'
import { Agent } from 'node:http'
import type { Packet, Receipt, Transport } from './deliveries.ts'
import { parseBody, toForm } from './forms.ts'
import { post } from './http-call.ts'

export class HttpDelivery implements Transport {
  private readonly urls: readonly string[]
  private readonly signingSecret: string
  private readonly now: () => number
  // One connection a delivery: a kept one would hold up an app that closes its server.
  private readonly agent = new Agent({ keepAlive: false })
  private turn = 0

  constructor(urls: readonly string[], signingSecret: string, now: () => number) {
    this.urls = urls
    this.signingSecret = signingSecret
    this.now = now
  }

  async send(packet: Packet, timeout: number): Promise<Receipt> {
    this.turn += 1
    const url = this.urls[this.turn % this.urls.length] ?? ''
    const { kind, payload, retry } = packet
    const json = JSON.stringify(payload)
    const body = kind === 'event' ? json : kind === 'command' ? toForm(payload) : toForm({ payload: json })
    const timestamp = String(Math.floor(this.now() / 1000))
    const signature = createHmac('sha256', this.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
    const sent = performance.now()
    try {
      const reply = await post(
        url,
        body,
        {
          'content-type': kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
          ...(retry === undefined
            ? {}
            : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
        },
        this.agent,
        timeout,
      )
      const milliseconds = performance.now() - sent
      if (reply.status >= 200 && reply.status < 300) {
        return { acknowledged: true, milliseconds, body: parseAnswer(reply.body) }
      }
      const giveUp = reply.headers['x-slack-no-retry'] === '1'
      return { acknowledged: false, milliseconds, reason: 'http_error', giveUp }
    } catch (error) {
      const timedOut = error instanceof Error && error.message === 'timeout'
      return {
        acknowledged: false,
        milliseconds: performance.now() - sent,
        reason: timedOut ? 'http_timeout' : 'connection_failed',
      }
    }
  }

  close(): void {
    this.agent.destroy()
  }
}

/** An acknowledgement may be empty, a JSON object, or plain text that is the answer to a command. */
function parseAnswer(body: string) {
  if (body === '') return {}
  return body.trimStart().startsWith('{') ? parseBody(body, 'application/json') : { text: body }
}
