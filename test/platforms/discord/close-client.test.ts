import { expect, it } from 'vitest'
import { createLogger, silentLogger } from '../../../src/logger.ts'
import { closeClient } from '../../../src/platforms/discord/close-client.ts'
import { clientOf, login, start } from '../../fakes/discord/drive.ts'

function noting() {
  const lines: string[] = []
  return { lines, logger: createLogger('warn', { write: (line: string) => lines.push(line) }) }
}

it('a client that is ready is closed', async () => {
  const discord = await start()
  const client = await login(discord)
  const { logger, lines } = noting()
  await closeClient(client, logger)
  await discord.until(() => discord.connected === 0)
  expect(lines).toEqual([])
})

it('a client that never ends is left behind, and that is noted', async () => {
  const { logger, lines } = noting()
  await closeClient({ destroy: () => new Promise(() => {}) }, logger, 10)
  expect(lines).toEqual([expect.stringContaining('left to end with the process')])
})

it('a client whose shard waits for READY is not waited for without end', async () => {
  const discord = await start()
  discord.withholdReady()
  const client = clientOf(discord)
  client.login(discord.token).catch(() => undefined)
  await discord.until(() => discord.identified.length === 1)
  await closeClient(client, silentLogger, 50)
})

it('a client that cannot be closed says why', async () => {
  const client = { destroy: () => Promise.reject(new Error('no')) }
  await expect(closeClient(client, silentLogger)).rejects.toThrow('no')
})
