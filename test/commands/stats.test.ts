import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandText } from '../../commands/command.ts'
import { checkOptions } from '../../commands/parse-options.ts'
import { stats } from '../../commands/stats.ts'
import type { Caller, CommandServices } from '../../src/bot-types.ts'
import { statisticsReport } from '../../src/statistics.ts'
import { openStore } from '../../src/store/sql-store.ts'
import type { Store } from '../../src/store/store.ts'
import { fillStatistics } from '../support/statistics-data.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const PLACE = { platform: 'web', workspace: 'w', channel: 'general' }
const caller: Caller = {
  person: { platform: 'web', workspace: 'w', user: 'ana' },
  place: { ...PLACE, thread: 't' },
  isAdmin: false,
  key: { ...PLACE, message: 'm' },
  workspaceWord: 'server',
}

let store: Store
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
})
afterEach(() => store.close())

async function answerTo(options: Record<string, string> = {}): Promise<CommandText> {
  const services = {
    statistics: (query) => statisticsReport(store, query, NOW),
  } as Partial<CommandServices> as CommandServices
  for await (const event of stats.run(checkOptions(stats, options), { caller, services }))
    if (event.type === 'text') return event
  return expect.fail('no text')
}

describe('/stats', () => {
  it('says how to get figures where there are none, and draws nothing', async () => {
    const { markdown, picture } = await answerTo()
    expect(markdown).toContain('Nothing was answered in this channel in the last 90 days.')
    expect(markdown).toContain('/codebook')
    expect(picture).toBeUndefined()
  })

  it('tells crowd and machine apart, every share with its interval and n', async () => {
    await fillStatistics(store, { place: PLACE, now: NOW, weeks: 6, each: 20 })
    const { markdown } = await answerTo({ scope: 'workspace' })
    const share = String.raw`[\d.]+ % \(\d+–\d+ %\) of [\d,]+`
    for (const line of [
      `\\*\\*Statistics of this server, last 90 days\\*\\*: [\\d,]+ attempts`,
      `by the crowd’s labels: fully ${share}; fully or partly ${share}`,
      `by the machine\\*\\* \\(detector and gate, no votes\\): fully ${share}; fully or partly ${share}`,
      `\\*\\*Recovered\\*\\* by asking again, of these: ${share}`,
      `\\*\\*Rightly refused\\*\\*, of refusals the crowd has labelled: ${share}`,
      `\\*\\*Agreement\\*\\*: Krippendorff’s alpha 0\\.\\d\\d \\(0\\.\\d\\d to 0\\.\\d\\d\\) over [\\d,]+ items with [\\d,]+ votes, without those that were not sure: `,
      `\\*\\*Most active annotators\\*\\* of this server:\\n {2}- \`\\w{8}\`: \\d+ votes; with the majority of the others ${share}`,
      `- \`rehearsal:gemma\`: crowd ${share} · machine ${share}`,
    ])
      expect(markdown).toMatch(new RegExp(line))
    expect(markdown).toContain(
      'In the week from 2026-11-16 rehearsal:gemma refuses more harmless requests than in the four weeks before',
    )
    expect(markdown).not.toMatch(/NaN|undefined|null/)
  })

  it.each([
    ['model', '`rehearsal:llama2`: crowd', 'by week'],
    ['strategy', '`direct`: crowd', 'by strategy'],
    ['type', '`figurative language`: crowd', 'by type of request'],
    ['week', '`2026-11-16`: crowd', 'by week'],
  ])('by %s has a row for each, and a chart that is told in words', async (by, row, title) => {
    await fillStatistics(store, { place: PLACE, now: NOW, weeks: 2, each: 8 })
    const { markdown, picture } = await answerTo({ by })
    expect(markdown).toContain(`- ${row}`)
    expect(picture?.title).toContain(title)
    expect(picture?.alt).toMatch(/by the crowd \d/)
    expect(Buffer.from((await picture?.png()) ?? []).toString('latin1', 1, 4)).toBe('PNG')
    expect(await picture?.svg('x')).toContain('<title id="x-title">')
  })

  it('counts one model, one channel and one time where it is asked to', async () => {
    await fillStatistics(store, { place: PLACE, now: NOW, weeks: 6, each: 5 })
    const attempts = async (options: Record<string, string>) =>
      Number(/: ([\d,]+) attempts/.exec((await answerTo(options)).markdown)?.[1]?.replace(',', '') ?? 0)
    const all = await attempts({ scope: 'workspace' })
    expect(await attempts({})).toBe(all)
    const models = ['rehearsal:llama2', 'rehearsal:gemma', 'rehearsal:command-r-plus']
    const each = await Promise.all(models.map((model) => attempts({ model })))
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(all)
    expect(await attempts({ days: '7' })).toBeLessThan(all / 3)
    expect(await attempts({ model: 'nobody:knows' })).toBe(0)
  })
})
