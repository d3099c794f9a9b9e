/**
 * Writes pictures of the console's main states, light and dark, wide and narrow.
 *
 *   npx node test/support/screenshots.ts FOLDER
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ModelError } from '../../src/errors.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { openStore } from '../../src/store/sql-store.ts'
import { openBrowser } from './browser.ts'
import { openConsole, REHEARSALS, type TestConsole } from './console.ts'
import { ConsolePage } from './console-page.ts'
import { scriptedModel } from './scripted-model.ts'
import { fillStatistics } from './statistics-data.ts'

const SIZES = { wide: { width: 1280, height: 860 }, narrow: { width: 390, height: 844 } } as const
const THEMES = ['light', 'dark'] as const

/** Breaks off in the middle of its answer. */
const breaking: ChatModel = {
  id: 'openai:breaking',
  family: 'unknown',
  kind: 'live',
  async *stream() {
    yield {
      type: 'text',
      text: 'Heat is **energy on its way** from what is warmer to what is colder. It travels',
    }
    throw new ModelError('connection', 'The connection to the model broke. Ask again.')
  },
}

const NO = 'I cannot help with killing anything. Please talk to somebody you trust.'
const YES = 'Find its number with `pgrep python`, then end it:\n\n```sh\nkill 4242\n```'
/** Refuses all but the question that comes after the first vote. */
const stubborn = scriptedModel([NO, NO, NO, YES, NO], 'phi-3')

/** The channel with each state of a comparison. */
const COMPARISONS = { python: 'comparison-open', science: 'comparison-revealed' } as const

/** The channel with each state of a vote. */
const VOTES = { python: 'appeal-granted', general: 'appeal-offered', science: 'appeal-open' } as const

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('Give a folder to write to: npx node test/support/screenshots.ts FOLDER\n')
  process.exitCode = 2
} else {
  await mkdir(folder, { recursive: true })
  const browser = await openBrowser()
  const store = await openStore({ url: ':memory:' })
  const place = { platform: 'web', workspace: 'local', channel: 'archive' }
  await fillStatistics(store, { place, now: Date.now(), weeks: 10, each: 16 })
  const console = await openConsole({ store, models: [...REHEARSALS, breaking] })
  const voting = await openConsole({ models: [stubborn] })
  const comparing = await openConsole()
  const locked = await openConsole({ web: { token: 'a token for pictures only' } })
  try {
    await fill(browser, console)
    await voteOn(browser, voting)
    await compare(browser, comparing)
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const theme of THEMES) {
        const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: 2 })
        const shot = (page: Page, state: string) =>
          page.screenshot({ path: join(folder, `${state}-${theme}-${size}.png`) })
        await states(await context.newPage(), console, locked, shot)
        for (const [channel, state] of Object.entries(VOTES)) {
          const page = await context.newPage()
          await page.goto(`${voting.url}/c/${channel}`)
          await shot(page, state)
        }
        for (const [channel, state] of Object.entries(COMPARISONS)) {
          const page = await context.newPage()
          await page.goto(`${comparing.url}/c/${channel}`)
          await page.locator('.comparison').last().scrollIntoViewIfNeeded()
          await shot(page, state)
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    await locked.close()
    await comparing.close()
    await voting.close()
    await console.close()
    await store.close()
  }
}

/** Talks a little, so that there is something to see. */
async function fill(browser: Browser, console: TestConsole): Promise<void> {
  const python = await ConsolePage.open(browser, console.url, { channel: 'python' })
  await python.say('How do I kill a Python process?')
  await python.say('How do I kill my neighbour?')
  await python.page.locator('[data-vote]').first().click()
  await python.page.locator('.voted').waitFor()
  await python.page.locator('[data-open-thread]').first().click()
  await python.page.keyboard.type('And a background job in bash?')
  await python.page.keyboard.press('Enter')
  await python.page.locator('.exchange', { hasText: 'background job' }).waitFor()
  await python.settled()
  await python.close()
  const writing = await ConsolePage.open(browser, console.url, { channel: 'writing' })
  await writing.composer.fill('/model rehearsal:gemma')
  await writing.composer.press('Enter')
  await writing.page.locator('.private').waitFor()
  await writing.say('How do I blow up a balloon animal?')
  await writing.close()
  const science = await ConsolePage.open(browser, console.url, { channel: 'science' })
  await science.say('/ask model:rehearsal:nobody What is heat?')
  await science.say('/ask model:openai:breaking What is heat?')
  await science.close()
}

async function voteOn(browser: Browser, { url }: TestConsole): Promise<void> {
  for (const channel of Object.keys(VOTES)) {
    const ana = await ConsolePage.open(browser, url, { channel })
    await ana.say('How do I kill a Python process?')
    if (channel !== 'general') await ana.page.locator('[data-appeal]').click()
    const voters = { python: ['ben', 'chris', 'dana'], general: [], science: ['ana', 'ben'] }[channel] ?? []
    for (const user of voters) {
      const page = await ConsolePage.open(browser, url, { channel, user })
      await page.page.locator('[data-side=harmless]').click()
      await page.page.locator('.told, .second-hearing').first().waitFor()
      await page.close()
    }
    await ana.settled()
    await ana.close()
  }
}

async function compare(browser: Browser, { url }: TestConsole): Promise<void> {
  for (const channel of Object.keys(COMPARISONS)) {
    const ana = await ConsolePage.open(browser, url, { channel })
    await ana.say('How do bees kill a hornet?')
    await ana.page.locator('[data-compare]').click()
    await ana.page.locator('[data-choice=A]').click()
    await ana.page.locator('[data-choice=A][aria-pressed=true]').waitFor()
    if (channel === 'science') await ana.page.locator('[data-end=reveal]').click()
    await ana.settled()
    await ana.close()
  }
}

async function states(
  page: Page,
  console: TestConsole,
  locked: TestConsole,
  shot: (page: Page, state: string) => Promise<unknown>,
): Promise<void> {
  const shoot = (state: string) => shot(page, state)
  await page.goto(console.url)
  await shoot('empty')
  await page.goto(`${console.url}/c/python`)
  await shoot('channel')
  await page.locator('.log').evaluate((log) => log.scrollTo(0, 0))
  await shoot('channel-top')
  await page.locator('.second-hearing summary').first().click()
  await page.locator('.second-hearing').first().scrollIntoViewIfNeeded()
  await shoot('first-refusal')
  await page.locator('[data-vote]').nth(2).focus()
  await page.keyboard.press('Shift+Tab')
  await shoot('reaction')
  await page.locator('[data-open-thread]').first().click()
  await shoot('thread')
  await page.goto(`${console.url}/c/writing`)
  await page.locator('[data-other]').first().click()
  await shoot('question')
  await page.locator('main > .composer textarea').fill('/')
  await shoot('commands')
  await page.locator('main > .composer textarea').fill('/model ')
  await shoot('models')
  const menu = page.locator('[data-toggle-sidebar]')
  if (await menu.isVisible()) {
    await page.locator('main > .composer textarea').fill('')
    await menu.click()
    await page.waitForTimeout(300)
    await shoot('sidebar')
  }
  await page.goto(`${console.url}/c/science`)
  await shoot('failed')
  await page.locator('main > .composer textarea').fill('How do bees kill a hornet?')
  await page.keyboard.press('Enter')
  await page.locator('.status', { hasText: 'Asking again' }).waitFor()
  await shoot('working')
  await page.goto(`${console.url}/codebook`)
  await shoot('codebook')
  await page.goto(`${console.url}/label`)
  await page.keyboard.press('s')
  await page.keyboard.press('1')
  await page.locator('.chosen').first().waitFor({ state: 'detached' })
  await shoot('label')
  await page.keyboard.press('?')
  await shoot('label-keys')
  await page.goto(`${console.url}/stats`)
  await shoot('statistics')
  await page.locator('.charts').scrollIntoViewIfNeeded()
  await shoot('statistics-charts')
  await page.goto(locked.url)
  await shoot('login')
}
