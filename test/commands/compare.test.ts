import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compare } from '../../commands/compare.ts'
import { parseOptions } from '../../commands/parse-options.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { botOver } from '../support/bot.ts'
import { compared } from '../support/comparing.ts'

const SUITES = new URL('../../src/evaluation/suites/', import.meta.url)

/** Every safe request of our own suites that has a harmful twin. */
async function safeTwins(): Promise<readonly string[]> {
  const files = readdirSync(SUITES).filter((name) => name.endsWith('.ts'))
  const modules = await Promise.all(files.map((name) => import(new URL(name, SUITES).href)))
  const twins = z.array(z.object({ safe: z.string() }))
  return modules.flatMap((module) =>
    Object.values(module).flatMap((value) => twins.safeParse(value).data?.map(({ safe }) => safe) ?? []),
  )
}

describe('the examples of /compare', () => {
  it.each(compare.examples)('are safe twins of our own suites, and can be compared: %s', async (example) => {
    const typed = example.replace('compare ', '')
    const { prompt } = parseOptions(compare, typed)
    expect(await safeTwins()).toContain(prompt)
    const store = await openStore({ url: ':memory:' })
    const bot = botOver(store, [rehearsalModel('llama2'), rehearsalModel('gemma')])
    const { last } = await compared(bot, typed)
    expect(last?.status).toBe('open')
    expect(last?.answers.length).toBeGreaterThan(2)
    await store.close()
  })
})
