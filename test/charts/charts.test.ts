import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Chart, OF_PAGE, PAPER } from '../../src/charts/chart.ts'
import { intervalChart } from '../../src/charts/interval-chart.ts'
import { chartPng, chartSvg } from '../../src/charts/render-chart.ts'
import { weeklyChart } from '../../src/charts/weekly-chart.ts'
import { ratesOf } from '../../src/crowd/rates.ts'
import type { ModelWeeks, RateRow } from '../../src/statistics.ts'

const rates = (refused: number, answered: number) =>
  ratesOf([
    {
      direct: true,
      level: 'clearly_fine',
      verdict: 'full_refusal',
      label: 'refused_harmless',
      count: refused,
    },
    {
      direct: true,
      level: 'clearly_fine',
      verdict: 'full_compliance',
      label: 'answered_well',
      count: answered,
    },
  ])
const weeksOf = (model: string): ModelWeeks => ({
  model,
  weeks: [
    { key: '2026-11-02', rates: rates(20, 80) },
    { key: '2026-11-09', rates: rates(0, 0) },
    { key: '2026-11-16', rates: rates(60, 40) },
  ],
})
const rows: readonly RateRow[] = [
  { key: 'a <b> & c', rates: rates(10, 30) },
  { key: 'nothing yet', rates: rates(0, 0) },
]
const CHARTS: Record<string, (palette: typeof PAPER) => Chart> = {
  weekly: (palette) => weeklyChart([weeksOf('rehearsal:gemma'), weeksOf('rehearsal:phi3')], [], palette),
  interval: (palette) => intervalChart('model', rows, palette),
  'an empty weekly': (palette) => weeklyChart([{ model: 'm', weeks: [] }], [], palette),
  'an empty interval': (palette) => intervalChart('model', [], palette),
}

/** The rows of pixels of a PNG, each with its filter, as bytes. */
function pixelData(png: Buffer): { readonly width: number; readonly height: number; readonly data: Buffer } {
  const pieces: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      pieces.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    data: inflateSync(Buffer.concat(pieces)),
  }
}

describe.each(Object.entries(CHARTS))('%s chart', (_, chart) => {
  it('says in the picture itself what it shows', async () => {
    const { title, description } = chart(OF_PAGE)
    const svg = await chartSvg(chart(OF_PAGE), 'x')
    expect(svg).toMatch(
      /^<svg[^>]* role="img" aria-labelledby="x-title" aria-describedby="x-desc"><title id="x-title">/,
    )
    expect(svg).toContain(`>${title}</title>`)
    expect(svg).toContain('<desc id="x-desc">')
    for (const word of description.split(/[<>&]/)) expect(svg).toContain(word)
  })

  it('asks nothing of a page that allows no styles and no scripts inside', async () => {
    const svg = await chartSvg(chart(OF_PAGE), 'x')
    expect(svg).not.toMatch(/\sstyle=|<style|<script|\son\w+=|<image|url\(/)
    expect(svg).not.toMatch(/NaN|undefined|null/)
  })

  it('becomes a picture in which something is drawn', async () => {
    const png = Buffer.from(await chartPng(await chartSvg(chart(PAPER), 'x')))
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    const { width, height, data } = pixelData(png)
    expect(width).toBeGreaterThan(500)
    expect(data.length).toBe(height * (1 + width * 4))
    expect(new Set(data).size).toBeGreaterThan(50)
  })
})

describe('a chart', () => {
  it('has its text in the picture without any font of the machine', async () => {
    const pictureOf = async (key: string) =>
      Buffer.from(
        await chartPng(await chartSvg(intervalChart('model', [{ key, rates: rates(1, 3) }], PAPER), 'x')),
      )
    const [one, same, other] = [await pictureOf('gemma'), await pictureOf('gemma'), await pictureOf('phi-3')]
    expect(one.equals(same)).toBe(true)
    expect(one.equals(other)).toBe(false)
  })

  it('tells the last week and what changed in words', () => {
    const { description } = weeklyChart([weeksOf('rehearsal:gemma')], [], PAPER)
    expect(description).toContain(
      'rehearsal:gemma, in the week from 2026-11-16: by the crowd 60 % (50–69 %) of 100',
    )
    expect(description).toContain('No model refuses harmless requests more or less often')
    const { weeks } = weeksOf('m')
    const alone = weeklyChart([{ model: 'm', weeks: weeks.slice(-1) }], [], PAPER)
    expect(alone.description).toContain('Whether a model has changed is unknown, because')
    expect(weeklyChart([weeksOf('all')], undefined, PAPER).description).not.toContain('model')
    const drift = {
      before: { part: 20, whole: 100 },
      last: { part: 60, whole: 100 },
      weeks: 4,
      difference: { low: 0.3, high: 0.5 },
    }
    const changed = weeklyChart([weeksOf('m')], [{ model: 'm', by: 'crowd', drift }], PAPER)
    expect(changed.description).toContain('m refuses more harmless requests than in the four weeks before')
  })

  it('calls a rate that nothing determines unknown, and draws no mark for it', async () => {
    const chart = intervalChart('model', [{ key: 'nothing yet', rates: rates(0, 0) }], OF_PAGE)
    expect(chart.description).toContain('nothing yet: by the crowd unknown, because')
    expect(await chartSvg(chart, 'x')).not.toContain('n 0')
  })

  it('keeps apart models with long names that end differently, and does not grow with them', async () => {
    const name = (end: number) => `openai:accounts/${'very-long-name-'.repeat(9)}${end}`
    const pictureOf = async (models: readonly string[]) => {
      const svg = await chartSvg(weeklyChart(models.map(weeksOf), [], PAPER), 'x')
      return { svg, width: Number(/ width="(\d+)"/.exec(svg)?.[1]) }
    }
    const long = await pictureOf([name(1), name(2)])
    expect(long.width).toBe((await pictureOf(['m', 'n'])).width)
    for (const end of [1, 2]) expect(long.svg).toMatch(new RegExp(`>openai:account…[a-z-]+${end}</text>`))
    const rows = [1, 2].map((end) => ({ key: name(end), rates: rates(1, 3) }))
    expect(await chartSvg(intervalChart('model', rows, PAPER), 'x')).toMatch(/…[a-z-]+1<\/text>/)
  })

  it('names its model also where there is one alone, unless the page does', async () => {
    const svgOf = (palette: typeof PAPER) => chartSvg(weeklyChart([weeksOf('m')], [], palette), 'x')
    expect(await svgOf(PAPER)).toContain('>m</text>')
    expect(await svgOf(OF_PAGE)).not.toContain('>m</text>')
  })

  it('draws the interval of a week without neighbours as a bar, as no band can show it', async () => {
    const barsOf = async (weeks: readonly RateRow[]) => {
      const svg = await chartSvg(weeklyChart([{ model: 'm', weeks }], [], OF_PAGE), 'x')
      return svg.match(/stroke-width="2.5"/g)?.length ?? 0
    }
    const { weeks } = weeksOf('m')
    expect(await barsOf(weeks)).toBe(4)
    expect(await barsOf(weeks.filter(({ key }) => key !== '2026-11-09'))).toBe(0)
  })

  it('dates weeks by the Mondays on which they begin, with the year where there are many', async () => {
    const textOf = async (many: number) => {
      const weeks = Array.from({ length: many }, (_, week) => ({
        key: new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10),
        rates: rates(1, 3),
      }))
      return chartSvg(weeklyChart([{ model: 'm', weeks }], [], OF_PAGE), 'x')
    }
    const few = await textOf(6)
    for (const day of ['10 Jan', '24 Jan', '7 Feb']) expect(few).toContain(`>${day}</text>`)
    expect(await textOf(160)).toMatch(/>Jan 2025<\/text>/)
  })
})

describe('a model that somebody has named as they like', () => {
  it.each([
    `"><script>alert(1)</script>`,
    `' onload='alert(1)`,
    '&#60;script&#62;',
    "x'] || alert(1) || ['",
    '{"signal": "alert(1)"}',
    'javascript:alert(1)',
  ])('is text in every chart: %s', async (name) => {
    for (const chart of [
      weeklyChart([weeksOf(name), weeksOf('rehearsal:phi3')], [], OF_PAGE),
      intervalChart('model', [{ key: name, rates: rates(10, 30) }], OF_PAGE),
    ]) {
      const svg = await chartSvg(chart, 'x')
      // Without the values of attributes, and then without elements, only text is left.
      const elements = svg.replaceAll(/="[^"]*"/g, '')
      expect(elements).not.toMatch(/<script|<[^>]*\son\w+/i)
      expect(elements.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/)
    }
  })
})
