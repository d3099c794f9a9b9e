import { request } from 'node:http'
import { z } from 'zod'

/** Speaks to a console the way its own pages do. */
export class ConsoleClient {
  readonly url: string
  readonly #cookie: string

  constructor(url: string, user = 'ana') {
    this.url = url
    this.#cookie = `recourse_user=${user}`
  }

  get(path: string): Promise<Response> {
    return fetch(this.url + path, {
      headers: { cookie: this.#cookie, accept: 'text/html' },
      redirect: 'manual',
    })
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: this.#cookie, 'content-type': 'application/json', origin: this.url, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  say(text: string, more: { thread?: string; channel?: string; id?: string } = {}): Promise<Response> {
    const { channel = 'general', id = crypto.randomUUID(), thread } = more
    return this.post(`/c/${channel}/messages`, { id, text, ...(thread !== undefined && { thread }) })
  }

  /** Does something while a page of the channel is open, and gives what that page was told up to the event that is `enough`. */
  async during(
    act: () => Promise<unknown>,
    enough: (event: LiveEvent) => boolean = isFinished,
    channel = 'general',
  ): Promise<LiveEvent[]> {
    const stop = new AbortController()
    const response = await fetch(`${this.url}/c/${channel}/events?since=${await this.cursor(channel)}`, {
      headers: { cookie: this.#cookie },
      signal: stop.signal,
    })
    const acted = act()
    const seen: LiveEvent[] = []
    let text = ''
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parseEvent(block)
        if (!event) continue
        seen.push(event)
        if (!enough(event)) continue
        stop.abort()
        await acted
        return seen
      }
    }
    return seen
  }

  /** Posts and gives the line that says what was wrong, or the note that only the sender sees. */
  async told(response: Promise<Response>): Promise<string> {
    const { error, note } = z
      .object({ error: z.string().optional(), note: z.string().optional() })
      .parse(await (await response).json())
    return error ?? note ?? ''
  }

  /** How far a freshly loaded page has read. */
  async cursor(channel = 'general'): Promise<string> {
    return /data-cursor="([^"]+)"/.exec(await (await this.get(`/c/${channel}`)).text())?.[1] ?? ''
  }
}

export interface LiveEvent {
  readonly type: string
  readonly id: string
  readonly data: {
    readonly id: string
    readonly html: string
    readonly thread: string
    readonly ids: string[]
  }
}

/** True for the state of an exchange in which nothing more is to come. */
export function isFinished(event: LiveEvent): boolean {
  return event.type === 'exchange' && !event.data.html.includes('aria-busy')
}

function parseEvent(block: string): LiveEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const [type, data, id] = [field('event'), field('data'), field('id')]
  return type !== undefined && data !== undefined && id !== undefined
    ? { type, id, data: JSON.parse(data) }
    : undefined
}

/** The status of a request with headers that `fetch` would not send as given. */
export function statusWith(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}
