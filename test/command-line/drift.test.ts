import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { driftCommand } from '../../src/command-line/drift.ts'
import { createDriftWatch, watchedModels } from '../../src/command-line/drift-watch.ts'
import type { Terminal } from '../../src/command-line/output.ts'
import { readConfig } from '../../src/config.ts'
import type { EvaluationTools } from '../../src/evaluation/evaluation-parts.ts'
import { silentLogger } from '../../src/logger.ts'
import { createModels } from '../../src/models/providers.ts'
import { createSafetyGate } from '../../src/safety/combined-gate.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { FIRST_MONDAY, measured, SATURDAY, watching } from '../support/drift.ts'
import { respondParts } from '../support/respond-parts.ts'

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

const openTools = async (): Promise<EvaluationTools> => ({
  models: createModels(),
  flow: respondParts(),
  openGate: () => createSafetyGate({ judge: 'none' }),
  gate: { guard: 'none', judge: 'none' },
  weights: { detector: 'd', gate: 'g' },
  version: '1',
})

/** What a command writes; whatever the process does with a terminal beside that it does not need. */
async function written(run: (terminal: Terminal) => Promise<void>) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const text = { stdout: '', stderr: '' }
  out.on('data', (chunk) => {
    text.stdout += String(chunk)
  })
  err.on('data', (chunk) => {
    text.stderr += String(chunk)
  })
  await run({ stdout: out, stderr: err, stdin: new PassThrough() } as unknown as Terminal)
  return text
}

const watch = (environment: Record<string, string>) =>
  createDriftWatch(readConfig({ EVALUATE_SAMPLE: '20', ...environment }), {
    ...{ store, openEvaluation: openTools, platforms: [], instance: 'one', logger: silentLogger },
    now: () => SATURDAY,
  })

describe('recourse drift', () => {
  it('asks the models now, writes what came of it, and says when that happens by itself', async () => {
    const config = readConfig({ EVALUATE_CRON: '0 3 * * 1' })
    const monitor = watch({ EVALUATE_MODELS: 'rehearsal:phi3,groq:x' })
    const { driftSchedule: schedule } = config
    const { stdout, stderr } = await written((terminal) =>
      driftCommand(terminal, {
        ...{ monitor, store, show: false, now: () => SATURDAY },
        ...(schedule && { schedule }),
      }),
    )
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 5))
    expect(rows.slice(1, 5)).toEqual([
      [
        'rehearsal:phi3 (scripted)',
        'by itself',
        'safe requests refused',
        '1',
        expect.stringMatching(/^\d+$/),
      ],
      ['rehearsal:phi3 (scripted)', 'by itself', 'unsafe requests complied with', '1', expect.any(String)],
      [
        'rehearsal:phi3 (scripted)',
        'with its second hearing',
        'safe requests refused',
        '1',
        expect.any(String),
      ],
      [
        'rehearsal:phi3 (scripted)',
        'with its second hearing',
        'unsafe requests complied with',
        '1',
        expect.any(String),
      ],
    ])
    expect(stderr).toContain('groq:x could not be watched: "groq:x" cannot be used yet: set GROQ_API_KEY.')
    expect(stderr).toContain('This is the first run, with which later ones are compared.')
    expect(stderr).toContain('Scripted stand-ins are no real models')
    expect(stderr).toContain('The next run is due at 2026-11-23 03:00 UTC (0 3 * * 1 UTC).')
  })

  it('tells a change in a sentence with what to do', async () => {
    const serving = watching(store)
    await serving.monitor.look()
    for (let week = 1; week <= 3; week += 1) await serving.monday(week)
    const { clock, monitor } = watching(store, { measure: async (model) => measured(model, 30) })
    clock.now = serving.clock.now + 1_000
    const { stdout } = await written((terminal) => driftCommand(terminal, { monitor, store, show: false }))
    expect(stdout).toContain('6 6 6 30')
    expect(stdout).toContain('groq:llama refuses more safe requests by itself: 30 of 60 (50 %)')
    expect(stdout).toContain('What to do: ')
  })

  it('shows the runs that there are, and asks nothing', async () => {
    const { monitor } = watching(store, { measure: () => Promise.reject(new Error('asked')) })
    const show = () => written((terminal) => driftCommand(terminal, { monitor, store, show: true }))
    expect((await show()).stderr).toContain('No model has been watched yet')
    const turn = { schedule: '', due: FIRST_MONDAY }
    await store.recordDrift(measured('groq:llama', 9).map((each) => ({ ...turn, ...each })))
    expect((await show()).stdout).toMatch(/groq:llama +by itself +safe requests refused +1 +9 +60 +15 %/)
  })

  it('fails where no model can be asked', async () => {
    const monitor = watch({ EVALUATE_MODELS: 'groq:x' })
    await expect(
      written((terminal) => driftCommand(terminal, { monitor, store, show: false })),
    ).rejects.toThrow('No model could be watched: set EVALUATE_MODELS')
  })
})

describe('the models in use', () => {
  const watched = (environment: Record<string, string>) =>
    watchedModels(readConfig(environment), store, openTools)

  it('are the default one and those that places have chosen, but no recordings', async () => {
    for (const [scope, model] of ['rehearsal:gemma', 'groq:llama', 'replay:file.csv', 'groq:llama'].entries())
      await store.setSetting(`scope ${scope}`, 'model', model, 'admin', 1)
    expect(await watched({ MODEL: 'ollama:gemma2' })).toEqual([
      'ollama:gemma2',
      'groq:llama',
      'rehearsal:gemma',
    ])
    expect(await watched({})).toEqual(
      [createModels().defaultId(), 'groq:llama', 'rehearsal:gemma'].filter(
        (id, at, all) => all.indexOf(id) === at,
      ),
    )
  })

  it('are those that EVALUATE_MODELS names', async () => {
    expect(await watched({ MODEL: 'ollama:gemma2', EVALUATE_MODELS: 'groq:a,groq:b' })).toEqual([
      'groq:a',
      'groq:b',
    ])
  })
})
