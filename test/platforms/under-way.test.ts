import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../src/logger.ts'
import { UnderWay } from '../../src/platforms/under-way.ts'

function hub(fails = false) {
  const calls: string[] = []
  return {
    calls,
    async handOver() {
      calls.push('handed over')
      if (fails) throw new Error('no store')
    },
  }
}

describe('what is under way when a platform stops', () => {
  it('is waited for, also what it began meanwhile and what failed', async () => {
    const underWay = new UnderWay(silentLogger)
    const done: string[] = []
    const bot = hub()
    underWay.follow(
      Promise.resolve().then(() => {
        underWay.follow(Promise.resolve().then(() => void done.push('later')))
        done.push('first')
      }),
    )
    underWay.follow(Promise.reject(new Error('broke')))
    await underWay.finish(bot, 10_000)
    expect(done).toEqual(['first', 'later'])
    expect(bot.calls).toEqual([])
  })

  it('is handed over where it takes too long, and then has a moment to clear away', async () => {
    const underWay = new UnderWay(silentLogger)
    const { promise, resolve } = Promise.withResolvers<void>()
    const bot = hub()
    underWay.follow(promise)
    const finished = underWay.finish(
      {
        async handOver() {
          await bot.handOver()
          setTimeout(resolve, 20)
        },
      },
      10,
    )
    await finished
    expect(bot.calls).toEqual(['handed over'])
    await promise
  })

  it('does not keep the process from stopping where it cannot be handed over', async () => {
    const underWay = new UnderWay(silentLogger)
    const { promise, resolve } = Promise.withResolvers<void>()
    underWay.follow(promise)
    const finished = underWay.finish(hub(true), 10)
    setTimeout(resolve, 50)
    await finished
  })
})
