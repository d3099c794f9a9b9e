import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Html, html } from '../../html.ts'

/** A page as it is sent: it brings its style along, since nothing else of the console need be reachable from outside. */
export interface InstallPage {
  readonly markup: string
  readonly policy: string
}

/** Style sheets of the web console, whose look this shares. */
const SHEETS = ['base', 'login', 'install'].map(
  (name) => new URL(`../web/client/${name}.css`, import.meta.url),
)

/** Makes the pages on which a workspace installs the app. */
export function createInstallHtml(): {
  readonly offer: (address: string) => InstallPage
  readonly installed: (to: {
    readonly name: string
    readonly link: string
    readonly isForAll: boolean
  }) => InstallPage
  readonly failed: (why: string) => InstallPage
} {
  const style = SHEETS.map((sheet) => readFileSync(sheet, 'utf8')).join('\n')
  const digest = createHash('sha256').update(style).digest('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${digest}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  const page = (title: string, body: Html): InstallPage => ({
    policy,
    markup: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${
      html`${title} · Recourse`.markup
    }</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><style>${style}</style></head><body class="login install"><main>${
      html`<section><p class="brand">Recourse</p><h1>${title}</h1>${body}</section>`.markup
    }</main></body></html>`,
  })
  return {
    offer: (address) =>
      page(
        'Add Recourse to Slack',
        html`<p>A refused request deserves a second hearing. Recourse answers with the model that each channel has chosen; when that model refuses something that was safe to ask, it is asked again, and everybody sees that it was.</p>
<ul><li>It hears mentions, direct messages, the threads it has answered in, and channels where somebody has it listen to all.</li>
<li>What is asked goes to the models that whoever runs this Recourse has set up. Answers and votes are stored here, people only under pseudonyms.</li>
<li>Whoever installs it may change its settings for the workspace.</li></ul>
<p><a class="primary" href="${address}">Add to Slack</a></p>
<p class="hint">The link is good for ten minutes, in this browser.</p>`,
      ),
    installed: ({ name, link, isForAll }) =>
      page(
        'Recourse is installed',
        html`<p>${isForAll ? html`It can now be added to the workspaces of <strong>${name}</strong>.` : html`It is now in <strong>${name}</strong>.`} Invite it to a channel and mention it there, or write to it directly. <code>/recourse help</code> shows what it can do, and you may change its settings.</p>
<p><a class="primary" href="${link}">Open Slack</a></p>`,
      ),
    failed: (why) =>
      page(
        'Not installed',
        html`<p role="alert">${why}</p><p><a class="primary" href="/slack/install">Start again</a></p>`,
      ),
  }
}
