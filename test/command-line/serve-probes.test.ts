import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ProviderServer, startProviderServer } from '../fakes/provider-server.ts'
import { samplesOf } from '../metrics/samples.ts'
import { ConsoleClient } from '../support/console-client.ts'
import { openDiscord } from '../support/discord.ts'
import { startServe } from '../support/serve-process.ts'
import { openSlack } from '../support/slack.ts'

const PATIENTLY = { timeout: 40_000, interval: 20 }

let cwd: string
let provider: ProviderServer
let running: ChildProcess[]
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'recourse-probes-'))
  provider = await startProviderServer()
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  await provider.close()
  await rm(cwd, { recursive: true })
})

describe('a serving process', () => {
  it('counts what it does, is ready while its provider is, and not once it is told to stop', async () => {
    provider.answer({ text: 'The sea is wide, and deep, and full of salt.', chunkSize: 2, delay: 60 })
    const env = { PORT: '0', MODEL: 'openai:test', OPENAI_BASE_URL: `${provider.url}/v1` }
    const { child, url } = await startServe(cwd, env, running)
    const ready = async () => {
      const response = await fetch(`${url}/readyz`)
      return { status: response.status, text: await response.text() }
    }
    expect(await ready()).toMatchObject({ status: 200, text: expect.stringContaining('"model"') })

    const client = new ConsoleClient(url)
    await client.say('What is the sea?')
    const counted = async () => (await fetch(`${url}/metrics`)).text()
    await vi.waitFor(async () => {
      const done = { platform: 'web', model: 'openai:test', outcome: 'answered' }
      expect(samplesOf(await counted(), 'recourse_exchanges_total', done)).toBe(1)
    }, PATIENTLY)
    expect(samplesOf(await counted(), 'recourse_platform_connected')).toBe(0)

    await client.say('And the sky?')
    await vi.waitFor(() => expect(provider.requests).toHaveLength(2), PATIENTLY)
    child.kill('SIGTERM')
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 503 }), PATIENTLY)
    expect((await ready()).text).toContain('"serving"')
    expect(samplesOf(await counted(), 'recourse_draining')).toBe(1)
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

describe('a platform is connected', () => {
  it('in Slack while its socket is open', async () => {
    const { slack, platform, close } = await openSlack()
    expect(platform.connected?.()).toBe(true)
    slack.dropSockets()
    await vi.waitFor(() => expect(platform.connected?.()).toBe(false), PATIENTLY)
    await close()
    expect(platform.connected?.()).toBe(false)
  })

  it('in Discord while every shard is ready', async () => {
    const { discord, platform, close } = await openDiscord()
    expect(platform.connected?.()).toBe(true)
    discord.dropConnections()
    await vi.waitFor(() => expect(platform.connected?.()).toBe(false), PATIENTLY)
    await vi.waitFor(() => expect(platform.connected?.()).toBe(true), PATIENTLY)
    await close()
    expect(platform.connected?.()).toBe(false)
  })
})
