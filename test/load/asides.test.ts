import { describe, expect, it } from 'vitest'
import { Asides, withAsides } from '../../src/load/asides.ts'

describe('what is said on the side', () => {
  it('comes between events while the next one is awaited, the newest alone, and never before the first', async () => {
    const asides = new Asides<string>()
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    async function* events() {
      await gates[0]?.promise
      yield 'first'
      await gates[1]?.promise
      yield 'second'
    }
    const all: string[] = []
    const reading = (async () => {
      for await (const event of withAsides(events(), asides, () => undefined)) all.push(event)
    })()
    asides.say('too early')
    await new Promise((resolve) => setImmediate(resolve))
    expect(all).toEqual([])
    gates[0]?.resolve()
    await expect.poll(() => all.length).toBe(2)
    asides.say('older')
    asides.say('newer')
    await expect.poll(() => all.length).toBe(3)
    gates[1]?.resolve()
    await reading
    expect(all).toEqual(['first', 'too early', 'newer', 'second'])
  })

  it('keeps an error an error, and ends what is awaited where nobody reads on', async () => {
    async function* breaking() {
      yield 1
      throw new Error('it broke')
    }
    const reading = Array.fromAsync(withAsides(breaking(), new Asides<number>(), () => undefined))
    await expect(reading).rejects.toThrow('it broke')
    const stop = Promise.withResolvers<void>()
    let isOver = false
    async function* waiting() {
      try {
        yield 1
        await stop.promise
        yield 2
      } finally {
        isOver = true
      }
    }
    const asides = new Asides<number>()
    for await (const event of withAsides(waiting(), asides, () => stop.resolve())) {
      if (event === 1) asides.say(7)
      else break
    }
    expect(isOver).toBe(true)
  })
})
