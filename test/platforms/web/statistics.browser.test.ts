import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'
import { DAY, FIRST_MONDAY, measured } from '../../support/drift.ts'
import { FAINT_TEXT, NAMELESS_CONTROLS, OVERHANG, SMALL_TARGETS } from '../../support/page-audit.ts'
import { fillStatistics } from '../../support/statistics-data.ts'

const PHONE = { width: 360, height: 740 }
const HERE = { platform: 'web', workspace: 'local', channel: 'general' }
const ELSEWHERE = { platform: 'slack', workspace: 'T1', channel: 'C1' }

let browser: Browser
let store: Store
let console: TestConsole

beforeAll(async () => {
  ;[browser, store] = await Promise.all([openBrowser(), openStore({ url: ':memory:' })])
  await fillStatistics(store, { place: HERE, now: Date.now(), weeks: 8, each: 12 })
  await fillStatistics(store, { place: ELSEWHERE, now: Date.now(), weeks: 2, each: 3 })
  for (let week = 1; week <= 6; week += 1) {
    const turn = { schedule: '0 3 * * 1 UTC', due: FIRST_MONDAY + week * 7 * DAY }
    const [refused, model] = [week < 5 ? 9 : 27, 'rehearsal:gemma']
    await store.recordDrift(measured(model, refused).map((each) => ({ ...turn, ...each })))
  }
  console = await openConsole({ store, bot: { isAdmin: ({ user }) => user === 'ana' } })
})
afterAll(async () => {
  await browser.close()
  await console.close()
  await store.close()
})

async function openStatistics(
  options: Parameters<typeof ConsolePage.open>[2] = {},
  url = console.url,
): Promise<ConsolePage> {
  const page = await ConsolePage.open(browser, url, options)
  const link = page.page.getByRole('link', { name: 'Statistics' })
  if (!(await link.isVisible()))
    await page.page.getByRole('button', { name: 'Channels and settings' }).click()
  await link.click()
  await page.page.getByRole('heading', { name: 'Statistics', exact: true }).waitFor()
  return page
}

const attemptsOn = async ({ page }: ConsolePage) =>
  Number(/([\d,]+) attempts/.exec(await page.locator('main').innerText())?.[1]?.replaceAll(',', '') ?? 0)

describe.each(['light', 'dark'] as const)('the statistics in %s colours', (colorScheme) => {
  it.each([
    ['wide', undefined],
    ['on a phone', PHONE],
  ] as const)('can be read %s', async (_, viewport) => {
    const page = await openStatistics({ colorScheme, ...(viewport && { viewport }) })
    for (const summary of await page.page.locator('summary').all()) await summary.click()
    expect(await page.inPage(FAINT_TEXT)).toEqual([])
    expect(await page.inPage(NAMELESS_CONTROLS)).toEqual([])
    expect(await page.inPage(SMALL_TARGETS)).toEqual([])
    expect(await page.inPage(OVERHANG)).toBe(0)
    expect(page.errors).toEqual([])
    await page.close()
  })

  it('draw their charts in its colours', async () => {
    const page = await openStatistics({ colorScheme })
    const colours = await page.inPage<string[]>(
      `[...document.querySelectorAll('.chart svg')].map((svg) => getComputedStyle(svg.querySelector('.mark-text text')).fill)`,
    )
    expect(new Set(colours)).toEqual(
      new Set([colorScheme === 'light' ? 'rgb(92, 96, 103)' : 'rgb(169, 173, 180)']),
    )
    await page.close()
  })
})

describe('the statistics', () => {
  it('show every chart with its words and its table, and what changed', async () => {
    const page = await openStatistics()
    const charts = page.page.locator('section[aria-labelledby=charts] figure.chart')
    expect(await charts.count()).toBe(7)
    expect(await charts.first().innerText()).toContain('All models by week')
    for (const chart of await charts.all()) {
      expect(await chart.locator('figcaption').innerText()).toMatch(/by the crowd .*%/)
      expect(await chart.locator('svg > desc').textContent()).toMatch(/by the machine .*%/)
      expect(await chart.locator('tbody tr').count()).toBeGreaterThan(0)
    }
    expect(await page.page.locator('.changes').innerText()).toMatch(
      /What changed in the week from \d{4}-\d\d-\d\d\s+rehearsal:gemma refuses more/,
    )
    expect(await page.page.locator('section', { hasText: 'Annotators' }).locator('tbody tr').count()).toBe(9)
    await page.close()
  })

  it('show what the same prompts gave over time, model by model, with what changed', async () => {
    const page = await openStatistics()
    const section = page.page.locator('section[aria-labelledby=models-over-time]')
    expect(await section.locator('h3').allInnerTexts()).toEqual([
      'rehearsal:gemma (a scripted stand-in, no real model)',
    ])
    expect(await section.locator('li').first().innerText()).toContain(
      ' refuses more safe requests by itself: 27 of 60 (45 %), against 15 % in 4 runs since 2026-11-30;',
    )
    expect(await section.locator('svg > desc').textContent()).toContain('last of 6 runs: 27 of 60 (45 %)')
    await section.locator('summary').click()
    expect(await section.locator('tbody tr').count()).toBe(24)
    await page.close()
  })

  it('are those of what was chosen', async () => {
    const page = await openStatistics()
    const all = await attemptsOn(page)
    await page.page.locator('select[name=model]').selectOption('rehearsal:gemma')
    await page.page.getByLabel('Period').selectOption('Last 7 days')
    await page.page.getByRole('button', { name: 'Show' }).click()
    await page.page.waitForURL('**/stats?*days=7')
    expect(await page.page.locator('select[name=model]').inputValue()).toBe('rehearsal:gemma')
    expect(await attemptsOn(page)).toBeLessThan(all / 6)
    await page.close()
  })

  it('of other workspaces are for admins', async () => {
    const admin = await openStatistics()
    const own = await attemptsOn(admin)
    await admin.page.getByLabel('Workspace').selectOption('slack:T1')
    await admin.page.getByRole('button', { name: 'Show' }).click()
    await admin.page.waitForURL('**/stats?workspace=slack*')
    const other = await attemptsOn(admin)
    await admin.page.goto(`${console.url}/stats?workspace=all`)
    expect(await attemptsOn(admin)).toBe(own + other)
    await admin.close()
    const ben = await openStatistics({ user: 'ben' })
    expect(await ben.page.getByLabel('Workspace').locator('option').allInnerTexts()).toEqual(['web:local'])
    for (const workspace of ['all', 'slack:T1']) {
      await ben.page.goto(`${console.url}/stats?workspace=${workspace}`)
      expect(await attemptsOn(ben)).toBe(own)
    }
    await ben.close()
  })

  it('say how to get them where there are none', async () => {
    const empty = await openConsole()
    const page = await openStatistics({}, empty.url)
    expect(await page.page.locator('main').innerText()).toContain('/codebook')
    await page.page.goto(`${empty.url}/stats?days=nonsense&model=%3Cb%3E`)
    expect(await page.page.locator('main').innerText()).toContain('Nothing of <b> was answered here')
    expect(page.errors).toEqual([])
    await page.close()
    await empty.close()
  })

  it('stand in the channel too where somebody types the command, with the chart', async () => {
    const page = await ConsolePage.open(browser, console.url)
    await page.composer.fill('/stats strategy')
    await page.composer.press('Enter')
    const note = page.page.locator('.private')
    await note.locator('svg[role=img]').waitFor()
    expect(await note.innerText()).toContain('Statistics of this channel')
    expect(page.errors).toEqual([])
    await page.close()
  })
})
