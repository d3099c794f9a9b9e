/** How long `serve` takes from its start until it says that it is ready. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProviderServer } from '../test/fakes/provider-server.ts'
import { startRecourse } from './chat-bots.ts'

const STARTS = 7

/** Milliseconds of several starts over one database; the first, which also makes it, left out. */
export async function startTimes(): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'recourse-bench-'))
  const provider = await startProviderServer()
  const times: number[] = []
  try {
    for (let start = 0; start <= STARTS; start += 1) {
      const begun = performance.now()
      const { child } = await startRecourse(folder, provider.url, {}, [])
      times.push(performance.now() - begun)
      child.kill()
      await new Promise((resolve) => child.once('exit', resolve))
    }
    return times.slice(1)
  } finally {
    await provider.close()
    await rm(folder, { recursive: true })
  }
}
