import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** The console in a browser, as one of its users sees it. */
export class ConsolePage {
  readonly page: Page
  /** Errors of scripts, refused loads and breaches of the security policy. */
  readonly errors: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text())
    })
  }

  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions & { user?: string; channel?: string } = {},
  ): Promise<ConsolePage> {
    const { user = 'ana', channel = 'general', ...rest } = options
    const context: BrowserContext = await browser.newContext(rest)
    await context.addCookies([{ name: 'recourse_user', value: user, url }])
    const opened = new ConsolePage(await context.newPage())
    await opened.page.goto(`${url}/c/${channel}`)
    return opened
  }

  get composer() {
    return this.page.locator('main > .composer textarea')
  }

  /** The newest exchange. */
  get last() {
    return this.page.locator('.exchange').last()
  }

  /** Types and sends, and waits until the exchange is through. */
  async say(text: string): Promise<void> {
    const before = await this.page.locator('.exchange').count()
    await this.composer.fill(text)
    await this.composer.press('Enter')
    await this.page.locator('.exchange').nth(before).waitFor()
    await this.settled()
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    await this.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  }

  /** Evaluates an expression in the page. It is a string, since this code knows no browser's types. */
  async inPage<Result>(expression: string): Promise<Result> {
    return this.page.evaluate<Result>(expression)
  }

  close(): Promise<void> {
    return this.page.context().close()
  }
}
