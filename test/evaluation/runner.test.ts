import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { unitsOf } from '../../src/evaluation/plan.ts'
import { type RunOptions, runUnits } from '../../src/evaluation/runner.ts'
import type { Cell } from '../../src/evaluation/types.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { cellParts } from '../support/evaluation.ts'
import { scriptedModel } from '../support/scripted-model.ts'

const itemsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    prompt: `What is ${n}?`,
    safe: true,
    type: 'other',
  }))

function options(model: ChatModel, given: Partial<RunOptions> = {}) {
  const cells: Cell[] = []
  const stop = given.stop ?? new AbortController()
  const run: RunOptions = {
    units: unitsOf(itemsOf(6), ['openai:a', 'groq:b']),
    armsFor: () => ['plain'],
    isDone: () => false,
    callsOf: () => [],
    models: { get: (id) => ({ ...model, id }) },
    parts: cellParts({ signal: stop.signal }),
    concurrencyOf: () => 2,
    keepCall: () => undefined,
    keepCell: (_, cell) => {
      cells.push(cell)
    },
    ...given,
    stop,
  }
  return { run, cells }
}

describe('a run', () => {
  it('fills every cell that is not filled yet, once', async () => {
    const { run, cells } = options(scriptedModel(['So it is.']))
    const done = new Set(run.units.slice(0, 5).map(({ id }) => `${id}:plain`))
    await runUnits({ ...run, isDone: ({ id }) => done.has(id) })
    expect(cells.map(({ item, model }) => `${item} ${model}`).toSorted()).toEqual(
      run.units
        .slice(5)
        .map(({ item, model }) => `${item.id} ${model}`)
        .toSorted(),
    )
  })

  it('lets no provider wait for another', async () => {
    const answers = scriptedModel(['So it is.'])
    const stuck = Promise.withResolvers<void>()
    const { run, cells } = options(answers, {
      models: {
        get: (id) => ({
          ...answers,
          id,
          async *stream(...given) {
            if (id.startsWith('groq:')) await stuck.promise
            yield* answers.stream(...given)
          },
        }),
      },
    })
    const running = runUnits(run)
    while (cells.length < 6) await sleep(1)
    expect(new Set(cells.map(({ model }) => model))).toEqual(new Set(['openai:a']))
    stuck.resolve()
    await running
    expect(cells).toHaveLength(12)
  })

  it('can be stopped though its models answer at once', async () => {
    const stop = new AbortController()
    const units = unitsOf(itemsOf(5_000), ['openai:a'])
    const { run, cells } = options(scriptedModel(['So it is.']), { units, stop })
    setImmediate(() => stop.abort(new Error('that is enough')))
    await expect(runUnits(run)).rejects.toThrow('that is enough')
    expect(cells.length).toBeLessThan(units.length)
  })

  it('ends with the first thing that breaks, and takes up nothing more', async () => {
    const { run, cells } = options(scriptedModel(['So it is.']), {
      keepCell: () => {
        throw new Error('the disk is full')
      },
    })
    await expect(runUnits(run)).rejects.toThrow('the disk is full')
    expect(cells).toEqual([])
  })
})
