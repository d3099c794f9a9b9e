import type { Codebook } from '../../../crowd/codebook.ts'
import { type Html, html } from '../../../html.ts'
import { ICONS } from './icons.ts'
import { documentPage, type Theme } from './page.ts'

/** The page that explains every reaction. */
export function codebookPage(page: {
  readonly assets: string
  readonly theme: Theme
  readonly codebook: Codebook
  /** The channel to go back to. */
  readonly channel: string
}): string {
  const { assets, theme, codebook, channel } = page
  return documentPage({
    assets,
    theme,
    title: 'Codebook · Recourse',
    body: html`<body class="codebook"><a class="skip" href="#reactions">Skip to the reactions</a>
<header><a class="quiet" href="/c/${channel}">${ICONS.back}<span>Back to #${channel}</span></a></header>
<main><h1>Codebook</h1>
<p>What a reaction to an answer says. Of several reactions of one person to one answer the latest counts.</p>
<dl id="reactions" tabindex="-1">${codebook.entries.map(reaction)}</dl>
<p class="version">This is version <strong>${codebook.version}</strong> of the codebook; every vote is stored with its version. Admins choose another emoji by <code>/codebook label:… emoji:…</code>.</p>
</main></body>`,
  })
}

function reaction({ emoji, name, meaning, example }: Codebook['entries'][number]): Html {
  return html`<div><dt><span class="emoji" aria-hidden="true">${emoji}</span><span>${name}</span></dt>
<dd>${meaning}</dd><dd class="instance">Such as: ${example}</dd></div>`
}
