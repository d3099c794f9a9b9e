import { describe, expect, it } from 'vitest'
import type { MessageKey } from '../../src/domain.ts'
import { silentLogger } from '../../src/logger.ts'
import { MissedVotes } from '../../src/platforms/missed-votes.ts'

const key = (message: string): MessageKey => ({ platform: 'test', workspace: 'w', channel: 'c', message })

describe('votes that could not be stored', () => {
  it('are made up for as soon as they can be, each message once', async () => {
    const tried: string[] = []
    let failures = 2
    const missed = new MissedVotes({
      async makeUpFor({ message }) {
        tried.push(message)
        if (failures-- > 0) throw new Error('no records')
        return 1
      },
      logger: silentLogger,
      stopped: new AbortController().signal,
      every: 5,
    })
    for (const message of ['1', '2', '1']) missed.note(key(message))
    await expect.poll(() => tried.length).toBe(4)
    // After a failure the others wait for the next round too.
    expect(tried.slice(0, 2)).toEqual(['1', '2'])
    expect(new Set(tried.slice(2))).toEqual(new Set(['1', '2']))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(tried).toHaveLength(4)
  })

  it('are looked for later on a message that may just be being posted', async () => {
    const tried: string[] = []
    const missed = new MissedVotes({
      async makeUpFor({ message }) {
        tried.push(message)
        return 1
      },
      logger: silentLogger,
      stopped: new AbortController().signal,
      every: 1,
      toldWithin: 40,
    })
    missed.noteLater(key('1'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(tried).toEqual([])
    await expect.poll(() => tried).toEqual(['1'])
  })

  it('are made up for at once where somebody waits for it, and otherwise later', async () => {
    let tries = 0
    const missed = new MissedVotes({
      async makeUpFor() {
        tries += 1
        if (tries === 1) throw new Error('no records')
        return 1
      },
      logger: silentLogger,
      stopped: new AbortController().signal,
      every: 5,
    })
    await missed.makeUpFor(key('1'))
    expect(tries).toBe(1)
    await expect.poll(() => tries).toBe(2)
    await missed.makeUpFor(key('1'))
    expect(tries).toBe(3)
  })

  it('are looked at again some time after some were made up for, whose events may be on their way', async () => {
    const changes = [1, 2, 0]
    let tries = 0
    const missed = new MissedVotes({
      makeUpFor: async () => changes[tries++] ?? 1,
      logger: silentLogger,
      stopped: new AbortController().signal,
      every: 1,
      toldWithin: 20,
    })
    await missed.makeUpFor(key('1'))
    await expect.poll(() => tries).toBe(3)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(tries).toBe(3)
  })

  it('are left to the next start once the process stops', async () => {
    const stopped = new AbortController()
    let tries = 0
    const missed = new MissedVotes({
      makeUpFor: async () => ++tries,
      logger: silentLogger,
      stopped: stopped.signal,
      every: 5,
    })
    missed.note(key('1'))
    stopped.abort()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(tries).toBe(0)
  })
})
