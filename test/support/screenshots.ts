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
import { openBrowser } from './browser.ts'
import { openConsole, REHEARSALS, type TestConsole } from './console.ts'
import { ConsolePage } from './console-page.ts'

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

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('Give a folder to write to: npx node test/support/screenshots.ts FOLDER\n')
  process.exitCode = 2
} else {
  await mkdir(folder, { recursive: true })
  const browser = await openBrowser()
  const console = await openConsole({ models: [...REHEARSALS, breaking] })
  const locked = await openConsole({ web: { token: 'a token for pictures only' } })
  try {
    await fill(browser, console)
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const theme of THEMES) {
        const context = await browser.newContext({ viewport, colorScheme: theme, deviceScaleFactor: 2 })
        await states(await context.newPage(), console, locked, (page, state) =>
          page.screenshot({ path: join(folder, `${state}-${theme}-${size}.png`) }),
        )
        await context.close()
      }
    }
  } finally {
    await browser.close()
    await locked.close()
    await console.close()
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
  await page.goto(locked.url)
  await shoot('login')
}
