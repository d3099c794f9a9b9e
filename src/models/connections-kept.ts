/** How long the end of an answer is waited for that was read as far as anybody wanted, in milliseconds. */
const END_WITHIN = 1_000

/**
 * `fetch` whose connections can be used again. An SDK stops reading at the last event of a stream and cancels the rest;
 * where the end of the answer comes in a packet of its own, that closes the connection, and the next call has to make
 * another, which over TLS takes two or three round trips. Here what is cancelled is read to its end, until it is aborted.
 */
export async function fetchKeepingConnections(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(input, init)
  const { body } = response
  if (!body) return response
  const getReader = () => {
    const reader = body.getReader()
    let isLeft = false
    return {
      read: () => reader.read(),
      releaseLock() {
        if (!isLeft) reader.releaseLock()
      },
      async cancel() {
        isLeft = true
        void readToEnd(reader)
      },
    }
  }
  // Not by a stream of our own: that would cost each chunk as much again.
  return Object.defineProperty(response, 'body', { value: { getReader } })
}

async function readToEnd(reader: ReadableStreamDefaultReader): Promise<void> {
  const enough = setTimeout(() => void reader.cancel().catch(() => undefined), END_WITHIN)
  enough.unref()
  try {
    while (!(await reader.read()).done);
  } catch {
    // It was aborted, or broke off: nobody wants it.
  } finally {
    clearTimeout(enough)
  }
}
