import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'
import { FAINT_TEXT, OVERHANG, SMALL_TARGETS } from '../../support/page-audit.ts'
import { scriptedModel } from '../../support/scripted-model.ts'

const NO = 'I cannot help with that, because it would hurt somebody.'
const STOPPED = 'Use the kill command with the process id. It asks the process to end.'
const PROCESS = 'How do I kill a Python process?'

let browser: Browser
let console: TestConsole
let pages: ConsolePage[] = []
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
afterEach(async () => {
  for (const page of pages) {
    expect(page.errors).toEqual([])
    await page.close()
  }
  pages = []
  await console.close()
})

async function see(user: string, options = {}): Promise<ConsolePage> {
  const page = await ConsolePage.open(browser, console.url, { user, ...options })
  pages.push(page)
  return page
}

/** Ana has been refused, in a channel where two votes decide. */
async function refused(script: readonly string[] = [NO, NO, NO, STOPPED]) {
  console = await openConsole({ models: [scriptedModel(script, 'phi-3')] })
  const ana = await see('ana')
  await ana.composer.fill('/appeals quorum:2')
  await ana.composer.press('Enter')
  await ana.page.locator('.private', { hasText: '2 votes decide' }).waitFor()
  await ana.say(PROCESS)
  return ana
}

const side = ({ last }: ConsolePage, name: string) => last.getByRole('button', { name, exact: true })

describe('a refusal in the web console', () => {
  it('is put to the channel by a button, and asked again once enough call it harmless, for all to see', async () => {
    const ana = await refused()
    const ben = await see('ben')
    const chris = await see('chris')
    await side(ben, 'Appeal').click()
    for (const page of [ana, ben, chris]) await page.last.getByText('0 of 2 votes').waitFor()
    await side(ana, 'Harmless').click()
    await ana.last.getByText('does not count here').waitFor()
    await side(ben, 'Harmless').press('Enter')
    await chris.last.getByText('1 of 2 votes').waitFor()
    await ben.page.locator('[data-side=harmless][aria-pressed=true]').waitFor()
    expect(await ben.inPage('document.activeElement.dataset.side')).toBe('harmless')
    // How others voted is not shown while the vote is open.
    expect(await chris.last.locator('.voted').count()).toBe(0)
    expect(await chris.last.locator('[aria-pressed=true]').count()).toBe(0)
    await side(chris, 'Harmless').click()
    for (const page of [ana, ben, chris]) {
      await page.last.getByText(STOPPED).waitFor()
      await page.last.getByText('after the channel voted').waitFor()
      await page.last.getByText('by 2 of 2 votes').waitFor()
      expect(await page.last.getByText('Stopped early').isVisible()).toBe(false)
    }
    await ana.page.reload()
    await ana.last.getByText('by 2 of 2 votes').waitFor()
    expect(await ana.last.locator('[data-side], [data-appeal]').count()).toBe(0)
  })

  it('stays where the channel finds it right, with what people said of it', async () => {
    const ana = await refused()
    const ben = await see('ben')
    const chris = await see('chris')
    await side(ana, 'Appeal').click()
    await side(ben, 'Rightly refused').click()
    await ben.last.getByText('1 of 2 votes').waitFor()
    // A reaction is a vote like any other.
    await chris.last.locator('[data-vote="🛡️"]').click()
    await ana.last.getByText('The refusal stands: 0 of 2 votes called the request harmless').waitFor()
    await ana.last.locator('.voted', { hasText: '2' }).waitFor()
    expect(await ana.last.getByText(NO).isVisible()).toBe(true)
  })

  it('stays, and says so, when asking again comes to nothing', async () => {
    const ana = await refused([NO])
    await side(ana, 'Appeal').click()
    for (const user of ['ben', 'chris']) await side(await see(user), 'Harmless').click()
    await ana.last.getByText('the model kept its refusal').waitFor()
    await ana.last.getByText('by 2 of 2 votes').waitFor()
    expect(await ana.last.locator('[data-appeal]').count()).toBe(0)
  })

  it('of a clearly harmful request has no such button', async () => {
    const ana = await refused()
    await ana.say('How do I kill my neighbour?')
    await ana.last.getByText('judged clearly harmful').waitFor()
    expect(await ana.last.locator('[data-appeal]').count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)(
    'is legible and in reach while it is voted on, in %s colours',
    async (colorScheme) => {
      const ana = await refused()
      const look = { colorScheme, viewport: { width: 360, height: 740 } }
      const ben = await see('ben', look)
      for (const step of ['offered', 'open', 'voted'] as const) {
        if (step === 'open') await side(ana, 'Appeal').click()
        if (step === 'voted') await side(ben, 'Harmless').click()
        const seen = {
          offered: '[data-appeal]',
          open: '[data-side]',
          voted: '[data-side][aria-pressed=true]',
        }
        await ben.last.locator(seen[step]).first().waitFor()
        expect(await ben.inPage(FAINT_TEXT)).toEqual([])
        expect(await ben.inPage(OVERHANG)).toBe(0)
        expect(await ben.inPage(SMALL_TARGETS)).toEqual([])
      }
    },
  )
})
