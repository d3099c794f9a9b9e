import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WORKSPACE } from '../../../src/platforms/web/people.ts'
import { openStore } from '../../../src/store/sql-store.ts'
import type { Store, VoteEvent } from '../../../src/store/store.ts'
import { answeredItems } from '../../support/answered-items.ts'
import { openBrowser } from '../../support/browser.ts'
import { openConsole, type TestConsole } from '../../support/console.ts'
import { ConsolePage } from '../../support/console-page.ts'
import { FAINT_TEXT, NAMELESS_CONTROLS, OVERHANG, SMALL_TARGETS } from '../../support/page-audit.ts'

const PHONE = { width: 360, height: 740 }

let browser: Browser
let store: Store
let console: TestConsole
let events: VoteEvent[]
/** Set to have the next vote fail. */
let broken: boolean
let opened: ConsolePage[]

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  store = await openStore({ url: ':memory:' })
  events = []
  broken = false
  opened = []
  const watched: Store = {
    ...store,
    async recordVote(event) {
      if (broken) throw new Error('the disk is full')
      const stored = await store.recordVote(event)
      if (stored) events.push(event)
      return stored
    },
  }
  console = await openConsole({ store: watched })
})
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()))
  await console.close()
  await store.close()
})

const place = { platform: 'web', workspace: WORKSPACE, channel: 'general' }
const fill = (count: number) => answeredItems(store, { count, place })

async function openPage(options: BrowserContextOptions = {}): Promise<ConsolePage> {
  const page = await ConsolePage.open(browser, console.url, options)
  opened.push(page)
  await page.page.goto(`${console.url}/label`)
  return page
}

const request = ({ page }: ConsolePage) => page.locator('#task .user-text').innerText()

/** Presses a key for what is on the page, and waits for what comes next. */
async function press({ page }: ConsolePage, key: string): Promise<void> {
  const before = await page.locator('#task').getAttribute('data-task')
  await page.keyboard.press(key)
  await page.locator(`#task:not([data-task="${before}"])`).waitFor()
}

const progress = ({ page }: ConsolePage) => page.locator('#progress').innerText()

describe('labelling in the browser', () => {
  it('takes a key a label, tells how far one is, and goes on after a reload', async () => {
    await fill(30)
    const ana = await openPage()
    expect(await progress(ana)).toBe('0 labelled by you, 30 in all workspaces still need labels.')
    const keys = ['1', '2', '3', '4', '5', '6', 'a', 'r', 'h', 'n']
    const seen: string[] = []
    for (const key of keys) {
      seen.push(await request(ana))
      await press(ana, key)
    }
    await expect.poll(() => progress(ana)).toMatch(/^10 labelled by you/)
    expect(new Set(seen).size).toBe(10)
    expect(await ana.page.locator('#pace').innerText()).toMatch(/^[\d,.]+ an hour$/)
    await ana.page.reload()
    expect(await progress(ana)).toMatch(/^10 labelled by you/)
    expect(seen).not.toContain(await request(ana))
    // A gold item among them leaves no vote.
    expect(events.length).toBeGreaterThanOrEqual(8)
    expect(events.every(({ source, blind }) => source === 'command' && blind)).toBe(true)
    expect(ana.errors).toEqual([])
  })

  it('takes a label back, also one from before a reload, and shows again what it was of', async () => {
    await fill(12)
    const ana = await openPage()
    const first = await request(ana)
    await press(ana, '1')
    const second = await request(ana)
    await press(ana, '2')
    const third = await request(ana)
    await press(ana, 'u')
    expect(await request(ana)).toBe(second)
    await press(ana, 'z')
    expect(await request(ana)).toBe(first)
    expect(await ana.page.getByRole('button', { name: 'Undo' }).isVisible()).toBe(false)
    await press(ana, '3')
    expect(await request(ana)).toBe(second)
    await press(ana, '3')
    expect(await request(ana)).toBe(third)
    await expect.poll(() => progress(ana)).toMatch(/^2 labelled/)
    await ana.page.reload()
    await press(ana, 'u')
    expect(await request(ana)).toBe(second)
    expect(await progress(ana)).toMatch(/^1 labelled/)
    expect(ana.errors).toEqual([])
  })

  it('ends where nothing is left, and can go back from there', async () => {
    await fill(2)
    const ana = await openPage()
    await press(ana, 's')
    const last = await request(ana)
    await press(ana, '1')
    await ana.page.getByRole('heading', { name: 'All done here' }).waitFor()
    expect(await ana.page.locator('#labels').isVisible()).toBe(false)
    await ana.page.keyboard.press('1')
    await ana.page.getByRole('button', { name: 'Undo' }).click()
    await ana.page.locator('#task[data-task]').waitFor()
    expect(await request(ana)).toBe(last)
    expect(events.map(({ label, action }) => `${action} ${label}`)).toEqual([
      'add skipped',
      'add answered_well',
      'remove answered_well',
    ])
  })

  it('says when a label could not be stored, and shows the same answer once more', async () => {
    await fill(5)
    const ana = await openPage()
    const first = await request(ana)
    broken = true
    await ana.page.keyboard.press('1')
    await ana.page.getByRole('alert').filter({ hasText: 'Something broke' }).waitFor()
    expect(await request(ana)).toBe(first)
    expect(await ana.page.getByRole('button', { name: 'Undo' }).isVisible()).toBe(false)
    broken = false
    await press(ana, '1')
    await expect.poll(() => progress(ana)).toMatch(/^1 labelled/)
    expect(await ana.page.locator('.label-bar .problem').textContent()).toBe('')
  })

  it('counts a double press once, and says what was chosen to those who cannot see it', async () => {
    await fill(5)
    const ana = await openPage()
    const first = (await ana.page.locator('#task').getAttribute('data-task')) ?? ''
    const choice = ana.page.getByRole('button', { name: 'Answered well' })
    await choice.dblclick()
    await expect.poll(() => progress(ana)).toMatch(/^[12] labelled/)
    expect(events.filter(({ attemptId }) => first.endsWith(attemptId))).toHaveLength(1)
    expect(await ana.page.locator('#said').innerText()).toBe('Answered well.')
  })

  it('explains its keys, and lets one switch them off', async () => {
    await fill(5)
    const ana = await openPage()
    const first = await request(ana)
    await ana.page.keyboard.press('?')
    await ana.page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await ana.page.keyboard.press('1')
    await ana.page.getByLabel('Single keys label at once').uncheck()
    await ana.page.keyboard.press('Escape')
    await ana.page.keyboard.press('1')
    await ana.page.reload()
    await ana.page.keyboard.press('1')
    expect(await request(ana)).toBe(first)
    expect(events).toEqual([])
    // Tab and Enter go on to work.
    await ana.page.getByRole('button', { name: 'Not sure' }).focus()
    await press(ana, 'Enter')
    await expect.poll(() => events.map(({ label }) => label)).toEqual(['not_sure'])
  })

  it('works without scripts, as a form', async () => {
    await fill(4)
    const ana = await openPage({ javaScriptEnabled: false })
    const first = await request(ana)
    await ana.page.getByRole('button', { name: 'Refused though harmless', exact: true }).click()
    expect(await progress(ana)).toMatch(/^1 labelled/)
    expect(await request(ana)).not.toBe(first)
    await ana.page.getByRole('button', { name: 'Undo' }).click()
    expect(await request(ana)).toBe(first)
    expect(await progress(ana)).toMatch(/^0 labelled/)
  })

  it('shows no model, strategy or vote, and nothing an answer says is run', async () => {
    const [one] = await answeredItems(store, {
      count: 1,
      place,
      prompt: () => '<img src=x onerror=alert(1)>',
      attempt: () => ({ completion: '<script>alert(2)</script>\n\n**bold**', model: 'secret:model' }),
    })
    await store.recordVote({
      ...{ eventKey: 'v', message: one?.key ?? expect.fail(), exchangeId: one?.exchangeId ?? '' },
      ...{ attemptId: one?.attemptId ?? '', annotator: 'cid', emoji: '🚨', label: 'should_have_refused' },
      ...{ action: 'add', eventTime: 1, receivedTime: 1, source: 'live', codebookVersion: '1' },
    })
    const ana = await openPage()
    expect(await request(ana)).toBe('<img src=x onerror=alert(1)>')
    const main = await ana.page.locator('main').innerHTML()
    expect(main).not.toMatch(/secret|direct|contextual|vote">/)
    expect(await ana.page.locator('#task strong').innerText()).toBe('bold')
    expect(ana.errors).toEqual([])
  })
})

describe.each(['light', 'dark'] as const)('the page in %s colours', (colorScheme) => {
  it('can be read and reached by everybody, wide and narrow', async () => {
    await fill(3)
    for (const viewport of [undefined, PHONE]) {
      const page = await openPage({ colorScheme, ...(viewport && { viewport }) })
      await press(page, '1')
      await page.page.locator('.chosen').waitFor({ state: 'detached' })
      expect(await page.inPage(FAINT_TEXT)).toEqual([])
      expect(await page.inPage(OVERHANG)).toBe(0)
      if (viewport) expect(await page.inPage(SMALL_TARGETS)).toEqual([])
      else expect(await page.inPage(NAMELESS_CONTROLS)).toEqual([])
      await page.page.keyboard.press('?')
      expect(await page.inPage(FAINT_TEXT)).toEqual([])
      expect(page.errors).toEqual([])
    }
  })
})

describe('the way to the page', () => {
  it('is in the sidebar, and in the answer to /label', async () => {
    await fill(1)
    const ana = await ConsolePage.open(browser, console.url)
    opened.push(ana)
    await ana.composer.fill('/label')
    await ana.composer.press('Enter')
    await ana.page.locator('.private a').click()
    await ana.page.waitForURL('**/label')
    const reloaded = ana.page.waitForEvent('load')
    await ana.page.getByLabel('You are').selectOption('Ben')
    await reloaded
    expect(ana.page.url()).toMatch(/\/label$/)
    await ana.page.getByRole('link', { name: 'general' }).click()
    await ana.page.getByRole('link', { name: 'Label answers' }).click()
    await ana.page.waitForURL('**/label')
    expect(ana.errors).toEqual([])
  })
})
