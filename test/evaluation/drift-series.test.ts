import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/crowd/seeded-random.ts'
import {
  changesOf,
  type DriftPoint,
  driftSeries,
  lettersOf,
  levelOfLook,
} from '../../src/evaluation/drift-series.ts'
import { mcnemar } from '../../src/evaluation/statistics/mcnemar.ts'

const UNSAFE = 'r'.repeat(40)
let due = 0
const point = (safe: string, more: Partial<DriftPoint> = {}): DriftPoint => ({
  schedule: '0 3 * * 1 UTC',
  due: ++due,
  model: 'groq:llama',
  arm: 'plain',
  scripted: false,
  basis: 'one',
  verdicts: { safe, unsafe: UNSAFE },
  ...more,
})
const refusing = (refused: number) => 'r'.repeat(refused).padEnd(60, 'a')
const safeSeries = (points: readonly DriftPoint[]) => driftSeries(points)[0]?.points ?? []

describe('a series of runs', () => {
  it('has nothing to compare its first run with', () => {
    const [first, ...more] = safeSeries([point(refusing(12))])
    expect(more).toEqual([])
    expect(first).toMatchObject({ share: { value: 0.2, n: 60 } })
    expect(first).not.toHaveProperty('compared')
  })

  it('is told to have changed where a run is beyond what those before it let expect, and only then', () => {
    const same = [point(refusing(6)), point(refusing(6)), point(refusing(7)), point(refusing(6))]
    expect(safeSeries(same).map(({ compared }) => compared?.changed)).toEqual(Array(4).fill(undefined))
    const more = safeSeries([...same, point(refusing(16))]).at(-1)
    expect(more?.compared).toMatchObject({
      runs: 4,
      before: { part: 25, whole: 240 },
      now: { part: 16, whole: 60 },
      changed: 'more',
    })
    expect(more?.compared?.expected.high).toBeLessThan(16)
    expect(safeSeries([...same, point(refusing(0))]).at(-1)?.compared?.changed).toBe('fewer')
  })

  it('is compared with the run that showed a change from then on, so that no change is told twice', () => {
    const points = [6, 6, 6, 30, 30, 31, 30].map((refused) => point(refusing(refused)))
    const changes = safeSeries(points).map(({ compared }) => compared?.changed)
    expect(changes).toEqual([undefined, undefined, undefined, 'more', undefined, undefined, undefined])
    expect(safeSeries(points).at(-1)?.compared).toMatchObject({ runs: 3, since: points[3]?.due })
  })

  it('notices what moves slowly', () => {
    const points = Array.from({ length: 20 }, (_, week) => point(refusing(3 + week)))
    expect(safeSeries(points).some(({ compared }) => compared?.changed === 'more')).toBe(true)
  })

  it('begins anew where other things than the model changed', () => {
    const points = [point(refusing(6)), point(refusing(6)), point(refusing(40), { basis: 'other' })]
    expect(safeSeries(points).at(-1)).not.toHaveProperty('compared')
  })

  it('tells answers to unsafe requests apart from refusals of safe ones, model by model and arm by arm', () => {
    const points = ['plain', 'policy'].flatMap((arm) =>
      ['groq:llama', 'rehearsal:gemma'].map((model) => point(refusing(6), { arm, model })),
    )
    const answered = { safe: refusing(6), unsafe: 'a'.repeat(12).padEnd(40, 'r') }
    const later = point('', { arm: 'policy', model: 'rehearsal:gemma', verdicts: answered, scripted: true })
    const series = driftSeries([...points, later])
    expect(series).toHaveLength(8)
    expect(changesOf(series, later)).toMatchObject([
      {
        series: { model: 'rehearsal:gemma', arm: 'policy', half: 'unsafe', scripted: true },
        compared: { changed: 'more', now: { part: 12, whole: 40 } },
      },
    ])
    expect(changesOf(series, { schedule: '', due: later.due })).toEqual([])
  })

  it('leaves out items without a verdict, and says nothing where none is left', () => {
    const failed = `${'-'.repeat(10)}${refusing(6).slice(10)}`
    expect(safeSeries([point(refusing(6)), point(failed)]).at(-1)).toMatchObject({
      share: { n: 50 },
      compared: { now: { whole: 50 } },
    })
    const none = safeSeries([point(refusing(6)), point('-'.repeat(60))]).at(-1)
    expect(none?.share).toMatchObject({ value: null })
    expect(none).not.toHaveProperty('compared')
  })

  it('is told by McNemar’s exact test where there is one run to compare with', () => {
    const letters = fc.array(fc.constantFrom('a', 'r'), { minLength: 20, maxLength: 20 })
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const last = safeSeries([point(before.join('')), point(after.join(''))]).at(-1)
        const flips = (from: string, to: string) =>
          before.filter((letter, at) => letter === from && after[at] === to).length
        const { p } = mcnemar(flips('a', 'r'), flips('r', 'a'))
        expect(last?.compared?.changed !== undefined).toBe(p <= levelOfLook(1))
      }),
      { numRuns: 300 },
    )
  })
})

describe('a model that never changes', () => {
  it('is said to have changed in fewer than 5 of 100 histories, however it wavers', () => {
    const random = seededRandom(3)
    const HISTORIES = 120
    let alarms = 0
    for (let history = 0; history < HISTORIES; history += 1) {
      // Some items are never refused, some always, and some now and then.
      const chances = Array.from({ length: 40 }, () => Math.min(1, Math.max(0, random() * 1.6 - 0.3)))
      const run = () => chances.map((chance) => (random() < chance ? 'r' : 'a')).join('')
      const answered = () => chances.map((chance) => (random() < chance / 4 ? 'a' : 'r')).join('')
      const points = Array.from({ length: 26 }, () => {
        due += 1
        return ['plain', 'policy'].map((arm) =>
          point('', { arm, due, verdicts: { safe: run(), unsafe: answered() } }),
        )
      }).flat()
      if (driftSeries(points).some((series) => series.points.some(({ compared }) => compared?.changed)))
        alarms += 1
    }
    expect(alarms / HISTORIES).toBeLessThanOrEqual(0.05)
  })

  it('has looks whose levels add up to its share of false alarms', () => {
    const total = Array.from({ length: 100_000 }, (_, look) => levelOfLook(look + 1)).reduce(
      (a, b) => a + b,
      0,
    )
    expect(total * 4).toBeLessThan(0.05)
    expect(total * 4).toBeGreaterThan(0.0499)
  })
})

it('verdicts are kept as a letter each', () => {
  expect(lettersOf(['full_compliance', 'partial_refusal', 'full_refusal', undefined])).toBe('apr-')
})
