import { z } from 'zod'
import { unlessStopped } from '../stoppable.ts'
import { pagesOf } from './pages.ts'
import { refusalOf, type SlackApi } from './slack-api.ts'

/** Messages read at once. */
const PAGE = 200

/** Slack allows about 50 of these reads a minute ("Tier 3"): https://docs.slack.dev/apis/web-api/rate-limits */
const PAUSE = 1_300

/** Other processes may be reading too, and Slack asks for at most a minute's wait at a time; in milliseconds. */
const PATIENCE = 120_000

const messageShape = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  latest_reply: z.string().optional(),
  /** Of those who replied, the first few. */
  reply_users: z.array(z.string()).default([]),
  edited: z.unknown().optional(),
})
export type SaidMessage = z.output<typeof messageShape>

interface Page {
  readonly messages?: readonly unknown[]
  readonly response_metadata?: { readonly next_cursor?: string }
}

interface ReadingOptions {
  readonly api: SlackApi
  readonly wait: (milliseconds: number) => Promise<void>
  readonly stopped: AbortSignal
}

/** Reads conversations, at the pace that Slack allows. */
export class ConversationReading {
  readonly #api: SlackApi
  /** As Slack writes times: seconds since 1970. */
  readonly #oldest: string
  readonly #latest: string
  readonly #wait: (milliseconds: number) => Promise<void>
  readonly #stopped: AbortSignal

  /** @param within in milliseconds since 1970 */
  constructor(
    within: { readonly oldest: number; readonly latest: number },
    { api, stopped, wait }: ReadingOptions,
  ) {
    this.#api = api
    this.#oldest = slackTime(within.oldest)
    this.#latest = slackTime(within.latest)
    this.#wait = wait
    this.#stopped = stopped
  }

  /** What was said in a channel and in its threads, in the order in which it was. */
  async messagesOf(channel: string, known: readonly string[]): Promise<readonly SaidMessage[]> {
    const api = this.#api
    const within = { oldest: this.#oldest, latest: this.#latest, inclusive: true, limit: PAGE }
    const said = new Map<string, SaidMessage>()
    const history = await this.#read((from) =>
      api.call(() => api.client.conversations.history({ channel, ...within, ...from }), lane('history')),
    )
    for (const message of history) said.set(message.ts, message)
    const threads = new Set([
      // Of a thread that began within this time it is known by now whether it has replies.
      ...known.filter((thread) => isBefore(thread, this.#oldest)),
      ...history.filter(({ latest_reply: last }) => last !== undefined).map(({ ts }) => ts),
    ])
    for (const ts of threads) {
      const replies = await this.#read((from) =>
        api.call(
          () => api.client.conversations.replies({ channel, ts, ...within, ...from }),
          lane('replies'),
        ),
      )
      // The message that opens a thread is given whatever its time.
      for (const message of replies) {
        if (!isBefore(message.ts, this.#oldest) && !said.has(message.ts)) said.set(message.ts, message)
      }
    }
    return [...said.values()].toSorted((one, other) => Number(one.ts) - Number(other.ts))
  }

  async #read(page: (from: { readonly cursor?: string }) => Promise<Page>): Promise<readonly SaidMessage[]> {
    const messages: SaidMessage[] = []
    if (this.#stopped.aborted) return messages
    try {
      const unlessOver = async (from: { readonly cursor?: string }) =>
        (await unlessStopped(page(from), this.#stopped)) ?? {}
      for await (const { messages: read } of pagesOf(unlessOver)) {
        messages.push(...(read ?? []).flatMap((message) => messageShape.safeParse(message).data ?? []))
        await this.#wait(PAUSE)
        if (this.#stopped.aborted) return messages
      }
    } catch (error) {
      // The channel or the thread is gone, or we are not in it any more.
      if (refusalOf(error) === undefined) throw error
    }
    return messages
  }
}

/** Lanes of their own: where these reads have to wait, others need not. */
function lane(what: string) {
  return { lane: `missed ${what}`, patience: PATIENCE }
}

/** Of a time in milliseconds since 1970. */
function slackTime(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6)
}

/** Compares times as Slack writes them. */
export function isBefore(one: string, other: string): boolean {
  return Number(one) < Number(other)
}
