import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { fetchKeepingConnections } from '../../src/models/connections-kept.ts'

/** A server whose answers begin and do not end; `left` resolves once whoever reads one has gone. */
async function endless() {
  const left = Promise.withResolvers<void>()
  const server = createServer((_, response: ServerResponse) => {
    response.write('first')
    response.once('close', () => left.resolve())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, left: left.promise }
}

async function readerOf(url: string, init?: RequestInit) {
  const { body } = await fetchKeepingConnections(url, init)
  const reader = body?.getReader()
  if (!reader) throw new Error('there is no body')
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first')
  return reader
}

/** Resolves once all that is on its way by now has arrived. */
async function settled<Value>(value: Value): Promise<Value> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return value
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('an answer of which nobody wants the rest', () => {
  it('is waited for a second, and its connection is closed then', async () => {
    const { url, left } = await endless()
    const reader = await readerOf(url)
    await reader.cancel()
    reader.releaseLock()
    await vi.advanceTimersByTimeAsync(999)
    expect(await Promise.race([left, settled('still read')])).toBe('still read')
    await vi.advanceTimersByTimeAsync(1)
    await left
  })

  it.each(['before', 'after'])('is not waited for where it is aborted, %s it is left', async (when) => {
    const { url, left } = await endless()
    const stop = new AbortController()
    const reader = await readerOf(url, { signal: stop.signal })
    if (when === 'before') stop.abort()
    await reader.cancel()
    stop.abort()
    await left
  })
})
