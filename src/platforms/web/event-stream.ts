import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Listener, LiveChannel } from './live-channel.ts'

/** Events a slow page may be behind before it is let go; it then connects anew and catches up. */
const BACKLOG = 500

/** Time between two signs of life, in milliseconds; proxies close connections that are silent for a minute. */
const HEARTBEAT = 25_000

/** Time after which a page has to connect anew, and so to be let in anew: its log-in may be over. In milliseconds. */
const LIFETIME = 15 * 60_000

/** Time after which a page that was turned away asks again, in milliseconds. */
const ASK_AGAIN = 10_000

/** Tells a page that cannot be followed why, in a way its script can read; the browser then asks again. */
export function tellFull(context: Context, message: string) {
  return streamSSE(context, async (stream) => {
    await stream.writeSSE({ event: 'full', data: JSON.stringify({ message }), retry: ASK_AGAIN })
  })
}

/** Streams a channel's live events to one page for as long as it stays open; calls `ended` when it closes. */
export function streamEvents(
  context: Context,
  channel: LiveChannel,
  viewer: string,
  stopping: AbortSignal,
  ended: () => void,
) {
  const cursor = context.req.header('Last-Event-ID') ?? context.req.query('since')
  return streamSSE(context, async (stream) => {
    type Event = Parameters<Listener['push']>[0]
    const waiting: Event[] = []
    let wake = () => {}
    let open = true
    const close = () => {
      open = false
      wake()
    }
    const stopListening = channel.listen(
      {
        viewer,
        push(event) {
          waiting.push(event)
          if (waiting.length > BACKLOG) open = false
          wake()
        },
      },
      cursor,
    )
    stream.onAbort(close)
    const stop = () => wake()
    stopping.addEventListener('abort', stop, { once: true })
    const heartbeat = setInterval(() => {
      stream.write(': \n\n').catch(close)
    }, HEARTBEAT)
    const end = setTimeout(close, LIFETIME)
    try {
      await stream.write('retry: 1000\n\n')
      while (open) {
        const event = waiting.shift()
        if (event) await stream.writeSSE({ event: event.type, id: event.id, data: event.data })
        // What was said before the end is still told.
        else if (stopping.aborted) break
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      clearInterval(heartbeat)
      clearTimeout(end)
      stopListening()
      ended()
      stopping.removeEventListener('abort', stop)
    }
  })
}
