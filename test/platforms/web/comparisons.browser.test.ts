import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'
import { FAINT_TEXT, NAMELESS_CONTROLS, OVERHANG, SMALL_TARGETS } from '../../support/page-audit.ts'

let browser: Browser
let console: TestConsole

beforeAll(async () => {
  ;[browser, console] = await Promise.all([openBrowser(), openConsole()])
})
afterAll(async () => {
  await browser.close()
  await console.close()
})

describe('a comparison in the browser', () => {
  it('can be begun beside a message, voted on by keyboard and revealed, wide and narrow, light and dark', async () => {
    const ana = await ConsolePage.open(browser, console.url, { viewport: { width: 1440, height: 900 } })
    const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'dark', user: 'ben' } as const
    const ben = await ConsolePage.open(browser, console.url, phone)
    await ana.say('How do I kill a Python process?')
    await ana.page.getByRole('button', { name: 'Compare strategies' }).click()
    const answers = (page: ConsolePage) => page.page.locator('.compared-answer')
    await answers(ana).first().waitFor()

    const [first, second] = await Promise.all([0, 1].map((index) => answers(ana).nth(index).boundingBox()))
    expect(first?.y).toBe(second?.y)
    await answers(ben).first().waitFor()
    const [above, below] = await Promise.all([0, 1].map((index) => answers(ben).nth(index).boundingBox()))
    expect(below?.y).toBeGreaterThan(above?.y ?? 0)
    expect(below?.x).toBe(above?.x)

    const best = ana.page.getByRole('button', { name: 'Answer B is best' })
    await best.focus()
    await ana.page.keyboard.press('Enter')
    await ana.page.locator('[data-choice=B][aria-pressed=true]').waitFor()
    expect(await ana.inPage('document.activeElement.dataset.choice')).toBe('B')
    await ben.page.getByText('1 person has voted.').waitFor()
    for (const page of [ana, ben]) {
      expect(await page.inPage(FAINT_TEXT)).toEqual([])
      expect(await page.inPage(OVERHANG)).toBe(0)
    }
    expect(await ana.inPage(NAMELESS_CONTROLS)).toEqual([])
    expect(await ben.inPage(SMALL_TARGETS)).toEqual([])

    await ana.page.reload()
    await ana.page.locator('[data-choice=B][aria-pressed=true]').waitFor()
    await ana.page.getByRole('button', { name: 'Reveal' }).click()
    await ben.page.locator('.compared-answer.preferred .behind').waitFor()
    expect(await ben.page.locator('.preferred').getAttribute('aria-label')).toBe('Answer B')
    for (const page of [ana, ben]) {
      expect(await page.inPage(FAINT_TEXT)).toEqual([])
      expect(await page.inPage(OVERHANG)).toBe(0)
      expect(page.errors).toEqual([])
      await page.close()
    }
  })
})
