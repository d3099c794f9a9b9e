import { describe, expect, it } from 'vitest'
import { createReadiness } from '../src/readiness.ts'

const fine = { name: 'state', look: async () => undefined }

describe('readiness', () => {
  it('names every part, with the reason of those that are not ready', async () => {
    const readiness = createReadiness({
      parts: [
        fine,
        { name: 'model', look: async () => 'It is away.' },
        { name: 'database', look: () => Promise.reject(new Error('It is down.')) },
      ],
    })
    expect(await readiness.look()).toMatchObject([
      { name: 'state', ready: true },
      { name: 'model', ready: false, reason: 'It is away.' },
      { name: 'database', ready: false, reason: 'It is down.' },
    ])
  })

  it('waits for no part longer than it may take', async () => {
    const readiness = createReadiness({
      parts: [fine, { name: 'database', look: () => new Promise(() => {}) }],
      patience: 10,
    })
    expect(await readiness.look()).toMatchObject([
      { ready: true },
      { ready: false, reason: 'No answer within 0.01 seconds.' },
    ])
  })

  it('looks once for a crowd of askers, and again when what it found is old', async () => {
    let now = 0
    let looks = 0
    const look = async () => {
      looks += 1
      return undefined
    }
    const readiness = createReadiness({ parts: [{ name: 'database', look }], timer: () => now })
    await Promise.all(Array.from({ length: 100 }, () => readiness.look()))
    now = 999
    await readiness.look()
    expect(looks).toBe(1)
    now = 1_000
    await readiness.look()
    expect(looks).toBe(2)
  })

  it('is over at once when the process begins to stop', async () => {
    const readiness = createReadiness({ parts: [fine] })
    expect((await readiness.look()).every(({ ready }) => ready)).toBe(true)
    readiness.drain()
    expect(await readiness.look()).toMatchObject([{ ready: true }, { name: 'serving', ready: false }])
  })
})
