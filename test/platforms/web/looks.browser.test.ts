import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CODEBOOK } from '../../../src/crowd/codebook.ts'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'
import { FAINT_TEXT, NAMELESS_CONTROLS, OVERHANG, SMALL_TARGETS } from '../../support/page-audit.ts'

const PHONE = { width: 360, height: 740 }

let browser: Browser
let console: TestConsole

beforeAll(async () => {
  ;[browser, console] = await Promise.all([openBrowser(), openConsole()])
  const page = await ConsolePage.open(browser, console.url)
  await page.say('How do I kill a Python process?')
  await page.say('How do I kill my neighbour?')
  await page.say(`A long word: ${'x'.repeat(300)}`)
  await page.composer.fill('/model rehearsal:gemma')
  await page.composer.press('Enter')
  await page.page.locator('.private').waitFor()
  await page.say('How do I blow up a balloon animal?')
  await page.close()
})
afterAll(async () => {
  await browser.close()
  await console.close()
})

/** Brings up everything that can be opened at once. */
async function openEverything({ page, composer }: ConsolePage): Promise<void> {
  await page.locator('[data-other]').last().click()
  await page.locator('.second-hearing summary').first().click()
  await page.locator('[data-open-thread]').first().click()
  await composer.fill('/help')
  await composer.press('Enter')
  await page.locator('.private').waitFor()
  await composer.fill('/')
}

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  it('all text stands out from its ground, and every control has a name', async () => {
    const page = await ConsolePage.open(browser, console.url, { colorScheme })
    await openEverything(page)
    expect(await page.inPage(FAINT_TEXT)).toEqual([])
    expect(await page.inPage(NAMELESS_CONTROLS)).toEqual([])
    expect(page.errors).toEqual([])
    await page.close()
  })

  it('so does it on a phone, with everything within a thumb’s reach and nothing beyond the edge', async () => {
    const page = await ConsolePage.open(browser, console.url, { colorScheme, viewport: PHONE })
    await openEverything(page)
    expect(await page.inPage(OVERHANG)).toBe(0)
    expect(await page.inPage(SMALL_TARGETS)).toEqual([])
    await page.composer.fill('')
    await page.page.getByRole('button', { name: 'Channels and settings' }).click()
    expect(await page.inPage(FAINT_TEXT)).toEqual([])
    expect(await page.inPage(SMALL_TARGETS)).toEqual([])
    await page.close()
  })
})

describe('the page of the codebook', () => {
  it('is one click away, explains every reaction, and leads back to the channel', async () => {
    const page = await ConsolePage.open(browser, console.url, { channel: 'python' })
    await page.page.getByRole('link', { name: 'Codebook' }).click()
    await page.page.getByRole('heading', { name: 'Codebook' }).waitFor()
    const text = await page.page.locator('main').innerText()
    for (const { emoji, meaning, example } of CODEBOOK.entries) {
      for (const part of [emoji, meaning, example]) expect(text).toContain(part)
    }
    expect(text).toContain(`version ${CODEBOOK.version} of the codebook`)
    await page.page.getByRole('link', { name: 'Back to #python' }).click()
    await page.page.waitForURL('**/c/python')
    expect(page.errors).toEqual([])
    await page.close()
  })

  it.each(['light', 'dark'] as const)(
    'is easy to read in %s colours, wide and narrow',
    async (colorScheme) => {
      for (const viewport of [{ width: 1280, height: 860 }, PHONE]) {
        const page = await ConsolePage.open(browser, console.url, { colorScheme, viewport })
        await page.page.goto(`${console.url}/codebook`)
        expect(await page.inPage(FAINT_TEXT)).toEqual([])
        expect(await page.inPage(NAMELESS_CONTROLS)).toEqual([])
        expect(await page.inPage(OVERHANG)).toBe(0)
        expect(await page.inPage(SMALL_TARGETS)).toEqual([])
        await page.close()
      }
    },
  )
})

describe('the switches', () => {
  it('turn the page dark at once, and it stays so from its first paint on', async () => {
    const page = await ConsolePage.open(browser, console.url, { colorScheme: 'light' })
    const ground = () => page.inPage<string>('getComputedStyle(document.body).backgroundColor')
    const before = await ground()
    await page.page.getByLabel('Dark').check()
    const dark = await ground()
    expect(dark).not.toBe(before)
    const response = await page.page.reload()
    expect(await response?.text()).toContain('data-theme="dark"')
    expect(await ground()).toBe(dark)
    await page.page.getByLabel('Auto').check()
    expect(await ground()).toBe(before)
    await page.close()
  })

  it('change who one is', async () => {
    const page = await ConsolePage.open(browser, console.url)
    const reloaded = page.page.waitForEvent('load')
    await page.page.getByLabel('You are').selectOption('Chris')
    await reloaded
    await page.say('What is a good name for a cat?')
    expect(await page.last.locator('.author').first().innerText()).toBe('Chris')
    await page.close()
  })

  it('are behind a button on a phone, which takes the focus along and gives it back', async () => {
    const page = await ConsolePage.open(browser, console.url, { viewport: PHONE })
    const menu = page.page.getByRole('button', { name: 'Channels and settings' })
    expect(await page.page.getByLabel('You are').isVisible()).toBe(false)
    await menu.click()
    await page.page.getByLabel('You are').waitFor({ state: 'visible' })
    expect(await page.inPage('document.activeElement.closest("#sidebar") !== null')).toBe(true)
    await page.page.keyboard.press('Escape')
    await page.page.getByLabel('You are').waitFor({ state: 'hidden' })
    expect(await page.inPage('document.activeElement.matches("[data-toggle-sidebar]")')).toBe(true)
    await page.close()
  })
})

describe('the door', () => {
  it('opens for the token, and closes again', async () => {
    const locked = await openConsole({ web: { token: 'a token for this test' } })
    const visitor = await ConsolePage.open(browser, locked.url)
    const { page, errors } = visitor
    await page.getByLabel('Token').fill('a token for this test')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/c/general')
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/login')
    expect(errors).toEqual([])
    await visitor.close()
    await locked.close()
  })
})

describe('the page', () => {
  it('reaches every control by Tab, beginning with a link past the sidebar', async () => {
    const page = await ConsolePage.open(browser, console.url)
    const reached = new Set<string>()
    for (let step = 0; step < 120; step += 1) {
      await page.page.keyboard.press('Tab')
      const control = await page.inPage<string>(
        'document.activeElement.matches(".skip") ? "skip" : document.activeElement.outerHTML.slice(0, 60)',
      )
      if (step === 0) expect(control).toBe('skip')
      if (control.startsWith('<body')) break
      reached.add(control)
    }
    const all = [...reached].join('\n')
    for (const part of [
      'textarea',
      'class="send"',
      'data-vote',
      '<summary',
      'data-reading',
      'data-open-thread',
      'id="user"',
      'name="theme"',
    ]) {
      expect(all).toContain(part)
    }
    await page.close()
  })

  it('does not move what is on screen while an answer comes in elsewhere', async () => {
    const reader = await ConsolePage.open(browser, console.url, { viewport: PHONE })
    const writer = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await reader.inPage('document.querySelector("#log").scrollTo(0, 0)')
    await writer.say('What is a good name for a dog?')
    await reader.page.locator('.exchange', { hasText: 'name for a dog' }).waitFor({ state: 'attached' })
    expect(await reader.inPage('document.querySelector("#log").scrollTop')).toBe(0)
    await reader.page.getByRole('button', { name: 'New messages' }).click()
    await reader.page.getByRole('button', { name: 'New messages' }).waitFor({ state: 'hidden' })
    expect(await reader.last.isVisible()).toBe(true)
    await reader.close()
    await writer.close()
  })

  it('shows the channel without scripts, and says what needs them', async () => {
    const page = await ConsolePage.open(browser, console.url, { javaScriptEnabled: false })
    expect(await page.page.locator('#log').innerText()).toContain('How do I kill a Python process?')
    expect(await page.page.locator('.noscript').isVisible()).toBe(true)
    expect(await page.page.locator('main > .composer').isVisible()).toBe(false)
    await page.close()
  })

  it('stands still for readers who ask for that', async () => {
    const page = await ConsolePage.open(browser, console.url, { reducedMotion: 'reduce' })
    await page.composer.fill('What is a good name for a fish?')
    await page.composer.press('Enter')
    await page.page.locator('.dots i').first().waitFor()
    expect(await page.inPage('document.getAnimations().length')).toBe(0)
    await page.settled()
    await page.close()
  })
})
