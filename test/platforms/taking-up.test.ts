import { describe, expect, it } from 'vitest'
import type { Bot, TakenUp } from '../../src/bot-types.ts'
import { silentLogger } from '../../src/logger.ts'
import { takingUp } from '../../src/platforms/taking-up.ts'
import { UnderWay } from '../../src/platforms/under-way.ts'

const AT_ONCE = 16

function parts(left: number) {
  let taken = 0
  const ends: (() => void)[] = []
  const stopped = new AbortController()
  const bot = {
    async takeUp() {
      if (taken === left) return undefined
      taken += 1
      return { exchange: { id: String(taken) } } as TakenUp
    },
  }
  const services = { bot: bot as unknown as Bot, logger: silentLogger, underWay: new UnderWay(silentLogger) }
  const look = takingUp('test', services, stopped.signal, () => new Promise((resolve) => ends.push(resolve)))
  return { look, ends, stopped, taken: () => taken }
}

describe('what other processes left behind', () => {
  it('is taken up only as far as one process can go on with at once; the rest as room comes', async () => {
    const { look, ends, taken } = parts(20)
    await Promise.all([look(), look()])
    expect(taken()).toBe(AT_ONCE)
    ends.shift()?.()
    await expect.poll(taken).toBe(AT_ONCE + 1)
    for (const end of ends.splice(0)) end()
    await look()
    await expect.poll(taken).toBe(20)
  })

  it('is not gone on with twice, however long it takes to begin with it', async () => {
    let goneOn = 0
    const left = ['one', 'one', 'two', undefined]
    const bot = {
      async takeUp() {
        const id = left.shift()
        return id === undefined ? undefined : ({ exchange: { id } } as TakenUp)
      },
    }
    const services = {
      bot: bot as unknown as Bot,
      logger: silentLogger,
      underWay: new UnderWay(silentLogger),
    }
    const look = takingUp('test', services, new AbortController().signal, () => {
      goneOn += 1
      return new Promise(() => undefined)
    })
    await look()
    expect(goneOn).toBe(2)
    expect(left).toEqual([])
  })

  it('is left to others once the process stops', async () => {
    const { look, ends, stopped, taken } = parts(20)
    await look()
    stopped.abort()
    ends.shift()?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(taken()).toBe(AT_ONCE)
  })
})
