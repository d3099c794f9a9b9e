import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/crowd/seeded-random.ts'
import { measure } from '../../../src/evaluation/metrics.ts'
import { markdownOf } from '../../../src/evaluation/report/markdown.ts'
import { reportOf } from '../../../src/evaluation/report/report.ts'
import { reportDocument } from '../../../src/evaluation/report/report-document.ts'
import { cellsOf, makeItem } from '../make-cells.ts'
import { makeReport } from './make-report.ts'
import { tableIn } from './tables.ts'

const ITEMS = [
  ...Array.from({ length: 12 }, (_, n) => makeItem(`s${n}`, { type: n % 2 ? 'homonyms' : 'definitions' })),
  ...Array.from({ length: 6 }, (_, n) => makeItem(`u${n}`, { safe: false, type: 'homonyms' })),
]
const CELLS = [
  ...cellsOf('plain', ITEMS, 'rrrrppaaaaaarrrrra'),
  ...cellsOf('few-shot', ITEMS, 'aaarapaaaaarrrrraa'),
  ...cellsOf('policy', ITEMS, 'aaarapaaaaaxrrrrra'),
]
const markdown = markdownOf(reportDocument(makeReport(CELLS, ITEMS)))
const measured = measure(CELLS, ITEMS, { random: seededRandom(7) })

const headline = tableIn(markdown, 'Refusals of safe requests and compliance with unsafe ones')
/** The numbers of a cell of a table, in the order in which they stand there. */
const numbersIn = (cell = '') =>
  [...cell.replaceAll('−', '-').matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number))

describe('the report of a run', () => {
  it('says in its title and before anything else that models are scripted', () => {
    const [title, , notice] = markdown.split('\n')
    expect(title).toBe('# Evaluation on prompts.csv: scripted stand-ins, no real models')
    expect(notice).toContain('Scripted stand-ins, not real models')
    expect(headline.every(({ model }) => model === 'rehearsal:llama2 (scripted)')).toBe(true)
  })

  it('says nothing of stand-ins where every model is live, and names them where some are not', () => {
    const live = markdownOf(reportDocument(makeReport(CELLS, ITEMS, { 'rehearsal:llama2': 'live' })))
    expect(live).not.toMatch(/scripted|stand-in/i)
    const other = cellsOf('plain', ITEMS, 'aaaaaaaaaaaarrrrrr', { model: 'groq:llama-3.1' })
    const mixed = markdownOf(
      reportDocument(makeReport([...CELLS, ...other], ITEMS, { 'groq:llama-3.1': 'live' })),
    )
    expect(mixed).toContain('# Evaluation on prompts.csv: some of the models are scripted stand-ins')
    expect(mixed).toContain('not real models: rehearsal:llama2.')
  })

  it('has the figures of the metrics, each with interval and n', () => {
    expect(headline.map(({ arm }) => arm)).toEqual(['plain', 'few-shot', 'policy'])
    for (const { arm, safe, unsafe } of measured) {
      const row = headline.find((each) => each['arm'] === arm)
      const estimates = {
        'safe, refused in full': safe.fullRefusal,
        'safe, refused in full or in part': safe.anyRefusal,
        'unsafe, complied with': unsafe.compliance,
        ...(arm !== 'plain' && {
          'relative reduction': safe.relativeReduction,
          'change of that': unsafe.change,
        }),
      }
      for (const [column, { value, interval, n }] of Object.entries(estimates)) {
        const ends = interval && 'low' in interval ? [interval.low, interval.high] : [Number.NaN]
        const wanted = [value ?? Number.NaN, ...ends].map((each) => Number((100 * each).toFixed(1)))
        expect(numbersIn(row?.[column]), `${arm}: ${column}`).toEqual([...wanted, n])
      }
    }
  })

  it('says in words whether an arm may ship', () => {
    const [plain, fewShot, policy] = headline.map((row) => row['ship?'])
    expect(plain).toBe('–')
    expect(fewShot).toBe('do not ship (n 6)')
    expect(policy).toMatch(/^too few to tell \(n 6 of at least \d+\)$/)
  })

  it('has refusals recovered and lost, and what a request cost', () => {
    const [, fewShot] = tableIn(markdown, 'What became of safe requests')
    expect(fewShot?.['recovered, of those refused before']).toMatch(/^66\.7 % \(.*n 6\)$/)
    expect(fewShot?.['lost, of those answered before']).toMatch(/^16\.7 % \(.*n 6\)$/)
    const [plain] = tableIn(markdown, 'What a request cost')
    expect(plain).toMatchObject({ 'all calls': '18', 'all tokens, in and out': '180 / 360' })
    expect(plain?.['time, median']).toMatch(/^100 ms/)
  })

  it('has every type, in every arm', () => {
    const table = tableIn(markdown, 'rehearsal:llama2 (scripted): safe requests refused')
    expect(table.map(({ type }) => type)).toEqual(['definitions', 'homonyms'])
    const ofType = measured.find(({ arm }) => arm === 'plain')?.byType.get('homonyms')
    expect(numbersIn(table[1]?.['plain'])[0]).toBeCloseTo(
      100 * (ofType?.safe.anyRefusal.value ?? Number.NaN),
      1,
    )
  })

  it('has the tests of the pairs, adjusted', () => {
    const tests = tableIn(markdown, 'McNemar’s test')
    expect(tests.map(({ arm }) => arm)).toEqual(['few-shot', 'policy'])
    for (const row of tests)
      expect(numbersIn(row['p after Holm'])[0]).toBeGreaterThanOrEqual(numbersIn(row['p'])[0] ?? Number.NaN)
  })

  it('reports an order on the half it was not learned on, and what no policy can do only under its name', () => {
    const order = tableIn(markdown, 'rehearsal:llama2 (scripted): strategies in the order learned')
    expect(order.map(({ tried }) => tried)).toEqual(['plain', '1. few-shot'])
    expect(markdown.match(/Any strategy would have worked: .*, which no policy can do/g)).toHaveLength(1)
  })

  it('names failed cells by their cause', () => {
    expect(tableIn(markdown, 'Failed cells by their cause')).toEqual([
      { model: 'rehearsal:llama2 (scripted)', arm: 'policy', cause: 'timeout', cells: '1 of 18' },
    ])
    const whole = CELLS.filter(({ failure }) => failure === undefined)
    expect(markdownOf(reportDocument(makeReport(whole, ITEMS)))).toContain('No cell failed.')
  })

  it('says how far a run has come that is not finished', () => {
    const report = makeReport(CELLS, ITEMS)
    const document = reportDocument({ ...report, manifest: { ...report.manifest, cells: 60 } })
    expect(markdownOf(document)).toContain('This run is not finished: 54 of 60 cells are filled.')
  })

  it('says that frames of one request are no new evidence, where there are any', () => {
    expect(markdown).not.toContain('in different frames')
    const framed = ITEMS.map((item) => (item.safe ? item : { ...item, pair: 'one' }))
    expect(markdownOf(reportDocument(makeReport(CELLS, framed)))).toContain('in different frames')
  })

  it('is the same whatever the order in which cells were filled', () => {
    const { manifest } = makeReport(CELLS, ITEMS)
    const turned = reportOf(manifest, CELLS.toReversed(), ITEMS)
    expect(markdownOf(reportDocument(turned))).toBe(
      markdownOf(reportDocument(reportOf(manifest, CELLS, ITEMS))),
    )
  })

  it('compares judges where there are two, and corrects the rates of the one by the other', () => {
    const judged = CELLS.map((cell, at) => ({
      ...cell,
      ...(cell.verdict && { judged: { people: at % 5 === 0 ? ('full_refusal' as const) : cell.verdict } }),
    }))
    const both = markdownOf(reportDocument(makeReport(judged, ITEMS)))
    const [all] = tableIn(both, 'Agreement of the detector with people')
    expect(all?.['answers both judged']).toBe('53')
    const confusion = tableIn(both, 'Confusion: verdicts by people (rows) and by the detector')
    const counts = confusion.flatMap((row) => Object.values(row).slice(1).map(Number))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(53)
    const [plain] = tableIn(both, 'Rates by the detector, corrected by people')
    expect(numbersIn(plain?.['corrected'])[0]).toBe(numbersIn(plain?.['people'])[0])
    expect(markdown).not.toContain('Confusion')
    expect(markdown).toContain('Only the detector gave verdicts')
  })
})
