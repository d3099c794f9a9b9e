import { describe, expect, it } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { Pace, type PaceLimits } from '../../src/evaluation/pace.ts'
import { pacedModel } from '../../src/evaluation/paced-model.ts'
import { collect } from '../../src/models/collect.ts'
import { type Script, scriptedModel } from '../support/scripted-model.ts'

/** Time that passes only where somebody sleeps. */
function clock() {
  let now = 0
  let slept: { readonly until: number; readonly wake: () => void }[] = []
  return {
    timer: () => now,
    sleep: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        slept.push({ until: now + milliseconds, wake: resolve })
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    /** Lets everything run that can, and time go on to the next who wakes, until `work` is done. */
    async during<Result>(work: Promise<Result>): Promise<Result> {
      let over = false
      const end = () => {
        over = true
      }
      work.then(end, end)
      while (!over) {
        await new Promise((resolve) => setImmediate(resolve))
        const next = slept.toSorted((a, b) => a.until - b.until)[0]
        if (over || !next) continue
        slept = slept.filter((each) => each !== next)
        now = Math.max(now, next.until)
        next.wake()
      }
      return work
    },
  }
}

function paced(script: readonly Script[], limits: Partial<PaceLimits> = {}) {
  const time = clock()
  const stop = new AbortController()
  const model = scriptedModel(script)
  const pace = new Pace({ concurrency: 2, interval: 0, ...limits }, time)
  let waited = 0
  const starts: number[] = []
  const options = {
    pace,
    ...time,
    random: () => 1,
    signal: stop.signal,
    waited: (milliseconds: number) => {
      waited += milliseconds
    },
  }
  const counting = {
    ...model,
    async *stream(...given: Parameters<typeof model.stream>) {
      starts.push(time.timer())
      yield* model.stream(...given)
    },
  }
  const ask = () => collect(pacedModel(counting, options), [{ role: 'user', content: 'Hi' }])
  return { ask, during: time.during, starts, stop, waited: () => waited, sleep: time.sleep }
}

describe('the pace of a provider', () => {
  it('lets no more calls be under way than are allowed, and every one have its turn', async () => {
    const time = clock()
    const pace = new Pace({ concurrency: 3, interval: 0 }, time)
    const { signal } = new AbortController()
    let underWay = 0
    let most = 0
    const call = async () => {
      await pace.enter(signal)
      underWay += 1
      most = Math.max(most, underWay)
      await time.sleep(10, signal)
      underWay -= 1
      pace.leave()
    }
    await time.during(Promise.all(Array.from({ length: 20 }, call)))
    expect(most).toBe(3)
    expect(time.timer()).toBe(70)
  })

  it('spaces calls evenly', async () => {
    const { ask, during, starts } = paced(['Hello.'], { interval: 2_000, concurrency: 8 })
    await during(Promise.all([ask(), ask(), ask(), ask()]))
    expect(starts).toEqual([0, 2_000, 4_000, 6_000])
  })

  it('holds all calls for as long as a provider at its limit asks', async () => {
    const limit = new ModelError('rate_limited', 'wait', { retryAfter: 7_000 })
    const { ask, during, starts, waited } = paced([limit, 'Hello.'], { concurrency: 1 })
    const replies = await during(Promise.all([ask(), ask()]))
    expect(replies.map(({ text }) => text)).toEqual(['Hello.', 'Hello.'])
    expect(starts).toEqual([0, 7_000, 7_000])
    expect(waited()).toBe(14_000)
  })

  it('calls again after a failure that passes, each time later', async () => {
    const down = new ModelError('unavailable', 'down')
    const { ask, during, starts } = paced([down, down, down, 'Hello.'])
    expect((await during(ask())).text).toBe('Hello.')
    expect(starts).toEqual([0, 1_000, 3_000, 7_000])
  })

  it('gives up in the end, and at once where nothing will change', async () => {
    const down = new ModelError('connection', 'down')
    const passing = paced([down])
    await expect(passing.during(passing.ask())).rejects.toThrow(down)
    expect(passing.starts).toHaveLength(4)
    const wrong = paced([new ModelError('unauthorized', 'key')])
    await expect(wrong.during(wrong.ask())).rejects.toThrow('key')
    expect(wrong.starts).toHaveLength(1)
  })

  it('stops waiting when the run is stopped', async () => {
    const limit = new ModelError('rate_limited', 'wait', { retryAfter: 7_000 })
    const { ask, starts, stop } = paced([limit])
    const asked = ask()
    await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await expect(asked).rejects.toMatchObject({ code: 'aborted' })
    expect(starts).toHaveLength(1)
  })
})
