import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WORKSPACE } from '../../../src/platforms/web/people.ts'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'

let browser: Browser
let console: TestConsole
let ana: ConsolePage

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  console = await openConsole()
  ana = await ConsolePage.open(browser, console.url)
})
afterEach(async () => {
  const { errors } = ana
  await ana.close()
  await console.close()
  expect(errors).toEqual([])
})

/** From now on remembers every state of the log a reader could have seen. */
const WATCH = `
  window.seen = []
  const log = document.querySelector('#log')
  const look = () => { const text = log.innerText; if (text !== window.seen.at(-1)) window.seen.push(text) }
  new MutationObserver(look).observe(log, { subtree: true, childList: true, characterData: true, attributes: true })
  look()`

async function firstRefusal(): Promise<string> {
  const history = await console.bot.history({ platform: 'web', workspace: WORKSPACE, channel: 'general' }, 1)
  return history[0]?.exchange.attempts[0]?.completion ?? ''
}

describe('a message in the browser', () => {
  it('is answered in place, the text growing as it comes', async () => {
    await ana.page.evaluate(WATCH)
    await ana.say('What is a good name for a cat?')
    const seen = await ana.inPage<string[]>('window.seen')
    const answer = await ana.last.locator('.prose').innerText()
    const partial = seen.filter(
      (text) => text.includes(answer.slice(0, 8)) && !text.includes(answer.slice(-12)),
    )
    expect(partial.length).toBeGreaterThan(1)
    expect(await ana.composer.inputValue()).toBe('')
    expect(await ana.last.innerText()).toContain('scripted stand-in')
  })

  it('that was refused at first never shows the refusal until the reader opens it', async () => {
    await ana.page.evaluate(WATCH)
    await ana.say('How do I kill a Python process?')
    const refusal = await firstRefusal()
    const opening = refusal.slice(0, 20)
    expect(opening).not.toBe('')
    const seen = (await ana.inPage<string[]>('window.seen')).join('\n')
    expect(seen).toMatch(/Asking again with a/)
    expect(seen).not.toContain(opening)

    const summary = ana.last.locator('.second-hearing summary')
    expect(await summary.innerText()).toMatch(/Asked again with .*show the first refusal/s)
    await summary.focus()
    await ana.page.keyboard.press('Enter')
    expect(await ana.last.locator('.second-hearing blockquote').innerText()).toContain(opening)
    expect(await ana.last.innerText()).toMatch(/answered at the second hearing/)
  })

  it('of real harm keeps its refusal, and says why nothing was tried', async () => {
    await ana.say('How do I kill my neighbour?')
    const text = await ana.last.innerText()
    expect(text).toContain('Not asked again')
    expect(text).toContain('clearly harmful')
    expect(await ana.last.locator('.second-hearing').count()).toBe(0)
  })

  it('too long to send stays in the box under a line that says so', async () => {
    const draft = 'word '.repeat(20_000)
    await ana.composer.fill(draft)
    await ana.composer.press('Enter')
    await ana.page.locator('main > .composer .problem').getByText('at most 16').waitFor()
    expect(await ana.composer.inputValue()).toBe(draft)
    ana.errors.length = 0
  })

  it('written while the one before is still on its way is sent after it', async () => {
    const held = Promise.withResolvers<void>()
    const first = Promise.withResolvers<void>()
    await ana.page.route(
      '**/messages',
      async (route) => {
        first.resolve()
        await held.promise
        await route.continue()
      },
      { times: 1 },
    )
    await ana.composer.fill('What is a good name for a cat?')
    await ana.composer.press('Enter')
    await first.promise
    await ana.composer.fill('What is a good name for a dog?')
    await ana.composer.press('Enter')
    held.resolve()
    await ana.page.locator('.exchange', { hasText: 'for a dog' }).waitFor()
    await ana.settled()
    expect(await ana.page.locator('.exchange').count()).toBe(2)
    expect(await ana.composer.inputValue()).toBe('')
  })

  it('is one line longer for Shift and Enter', async () => {
    await ana.composer.fill('one')
    await ana.composer.press('Shift+Enter')
    await ana.page.keyboard.type('two')
    expect(await ana.composer.inputValue()).toBe('one\ntwo')
  })

  it('keeps its draft over a reload', async () => {
    await ana.composer.fill('not sent yet')
    await ana.page.reload()
    expect(await ana.composer.inputValue()).toBe('not sent yet')
  })

  it('continues a conversation when it is written in its thread', async () => {
    await ana.say('What is a good name for a cat?')
    await ana.page.locator('[data-open-thread]').click()
    await ana.page.keyboard.type('And for a dog?')
    await ana.page.keyboard.press('Enter')
    await ana.page.locator('.conversation .exchange').nth(1).waitFor()
    await ana.settled()
    expect(await ana.page.locator('.conversation').count()).toBe(1)
    expect(await ana.last.innerText()).toContain('And for a dog?')
  })

  it('shows in every open window, and after a reload', async () => {
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ana.say('What is a good name for a cat?')
    await ben.page.locator('.exchange').waitFor()
    await ben.settled()
    const live = await ben.last.innerText()
    await ben.page.reload()
    expect(await ben.last.innerText()).toBe(live)
    await ben.close()
  })
})

describe('a page whose console went away', () => {
  it('says so, and catches up by itself once it is back', async () => {
    await ana.say('What is a good name for a cat?')
    await ana.composer.fill('a draft')
    const port = Number(new URL(console.url).port)
    await console.close()
    await ana.page.getByText('The connection is lost').waitFor()
    console = await openConsole({ web: { port } })
    await ana.page.getByText('The connection is lost').waitFor({ state: 'detached' })
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ben.say('What is a good name for a dog?')
    await ben.close()
    await ana.page.locator('.exchange', { hasText: 'for a dog' }).waitFor()
    // The new console has a new database: what the old one held is gone from the page too.
    expect(await ana.page.locator('.exchange').count()).toBe(1)
    expect(await ana.composer.inputValue()).toBe('a draft')
    ana.errors.length = 0
  })
})

describe('a clarifying question', () => {
  beforeEach(async () => {
    await ana.composer.fill('/model rehearsal:gemma')
    await ana.composer.press('Enter')
    await ana.page.locator('#model-chip').getByText('rehearsal:gemma').waitFor()
    await ana.say('How do I blow up a balloon animal?')
  })

  it('is answered by one of its readings', async () => {
    const reading = ana.last.locator('[data-reading]').first()
    const label = await reading.innerText()
    expect(await ana.last.locator('[data-reading]').count()).toBeGreaterThan(1)
    await reading.click()
    await ana.last.locator('.small-print').getByText('waiting for a reply').waitFor({ state: 'detached' })
    await ana.settled()
    const text = await ana.last.innerText()
    expect(text).toContain(label)
    expect(text).toContain('answered at the second hearing')
    expect(await ana.last.locator('form').count()).toBe(0)
  })

  it('is answered in the reader’s own words, by keyboard alone', async () => {
    const other = ana.last.locator('[data-other]')
    await other.focus()
    await ana.page.keyboard.press('Enter')
    await ana.page.keyboard.type('I want to inflate it for a birthday party')
    await ana.page.keyboard.press('Enter')
    await ana.last.locator('form').waitFor({ state: 'detached' })
    await ana.settled()
    expect(await ana.last.innerText()).toContain('I want to inflate it for a birthday party')
    expect(await ana.last.locator('.reactions').count()).toBe(1)
  })

  it('says so when somebody else answers it', async () => {
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ben.last.locator('[data-reading]').first().click()
    await ben.last.locator('.problem').getByText('Only the person who asked').waitFor()
    await ben.close()
  })
})

describe('reactions', () => {
  it('are added, changed and taken back by two people, and both see the counts', async () => {
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ana.say('What is a good name for a cat?')
    const good = (who: ConsolePage) => who.page.locator('[data-vote="👍"]')
    const unsure = (who: ConsolePage) => who.page.locator('[data-vote="🤔"]')
    const named = (text: string) => ({ name: text })
    await good(ana).click()
    await ben.page.getByRole('button', named('answered well, 1 vote')).waitFor()
    await good(ben).click()
    await ana.page.getByRole('button', named('answered well, 2 votes')).waitFor()
    expect(await good(ana).getAttribute('aria-pressed')).toBe('true')

    await unsure(ben).click()
    await ana.page.getByRole('button', named('not sure, 1 vote')).waitFor()
    await ana.page.getByRole('button', named('answered well, 1 vote')).waitFor()
    expect(await unsure(ana).getAttribute('aria-pressed')).toBe('false')

    await unsure(ben).click()
    await ana.page.getByRole('button', named('not sure, 0 votes')).waitFor()
    await ben.close()
  })

  it('are given by keyboard, and the focus stays where it was', async () => {
    await ana.say('What is a good name for a cat?')
    const good = ana.page.locator('[data-vote="👍"]')
    await good.focus()
    expect(await ana.page.locator('.reaction:focus-visible + .tip').innerText()).toContain(
      'does what was asked',
    )
    await ana.page.keyboard.press('Space')
    await ana.page.getByRole('button', { name: 'answered well, 1 vote' }).waitFor()
    expect(await ana.inPage('document.activeElement.dataset.vote')).toBe('👍')
  })
})

describe('emoji of the console’s own', () => {
  it('stand below answers at once, and count together with the votes given before', async () => {
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ana.say('What is a good name for a cow?')
    await ana.last.locator('[data-vote="👍"]').click()
    await ben.last.getByRole('button', { name: 'answered well, 1 vote' }).waitFor()
    await ana.composer.fill('/codebook label:answered_well emoji:🎉')
    await ana.composer.press('Enter')
    await ben.last.locator('[data-vote="🎉"]').click()
    await ana.last.getByRole('button', { name: 'answered well, 2 votes' }).waitFor()
    // Hers was given with the emoji of before.
    await ana.last.locator('[data-vote="🎉"]').click()
    await ben.last.getByRole('button', { name: 'answered well, 1 vote' }).waitFor()
    await ben.page.goto(`${console.url}/codebook`)
    expect(await ben.page.locator('main').innerText()).toMatch(/🎉.*answered well.*version 1-[0-9a-f]{8}/is)
    await ben.close()
    await ana.composer.fill('/codebook label:answered_well emoji:default')
    await ana.composer.press('Enter')
    await ana.last.locator('[data-vote="👍"]').waitFor()
  })

  it('are none that the console does not have', async () => {
    await ana.composer.fill('/codebook label:not_sure emoji::our_no:')
    await ana.composer.press('Enter')
    await ana.page.getByText('names and emoji of your own do not work here').waitFor()
  })
})

describe('slash commands', () => {
  it('complete by keyboard: name, option and value', async () => {
    const options = ana.page.locator('main > .composer [role=option]')
    await ana.composer.focus()
    await ana.page.keyboard.type('/')
    expect(await options.count()).toBe(console.bot.commands.length)
    await ana.page.keyboard.type('mo')
    await ana.page.keyboard.press('Tab')
    expect(await ana.composer.inputValue()).toBe('/model ')
    await ana.page.keyboard.type('gem')
    await ana.page.keyboard.press('Enter')
    expect(await ana.composer.inputValue()).toBe('/model rehearsal:gemma ')
    await ana.page.keyboard.press('Enter')
    await ana.page.locator('#model-chip').getByText('rehearsal:gemma').waitFor()
    expect(await ana.page.locator('.private').innerText()).toContain('Only you can see this')
  })

  it('let arrow keys choose and Escape close, and tell a screen reader which is chosen', async () => {
    await ana.composer.focus()
    await ana.page.keyboard.type('/')
    await ana.page.keyboard.press('ArrowDown')
    const chosen = await ana.composer.getAttribute('aria-activedescendant')
    expect(await ana.page.locator(`#${chosen}`).getAttribute('aria-selected')).toBe('true')
    await ana.page.keyboard.press('Escape')
    expect(await ana.page.locator('main > .composer .completions').isVisible()).toBe(false)
    expect(await ana.composer.inputValue()).toBe('/')
  })

  it('are answered to their sender alone', async () => {
    const ben = await ConsolePage.open(browser, console.url, { user: 'ben' })
    await ana.composer.fill('/help')
    await ana.composer.press('Enter')
    await ana.page.locator('.private').waitFor()
    expect(await ben.page.locator('.private').count()).toBe(0)
    await ana.page.getByRole('button', { name: 'Dismiss' }).click()
    expect(await ana.page.locator('.private').count()).toBe(0)
    await ben.close()
  })
})
