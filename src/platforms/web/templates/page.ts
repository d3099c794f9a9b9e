import { type Html, html } from '../../../html.ts'
import type { ChannelInfo, LocalUser } from '../people.ts'
import { ICONS } from './icons.ts'

export type Theme = 'auto' | 'light' | 'dark'

export interface ChannelLine extends ChannelInfo {
  readonly model: string
  readonly scripted: boolean
}

/** What every page of the console has around what it is about. */
export interface FramedPage {
  readonly assets: string
  readonly theme: Theme
  readonly channels: readonly ChannelLine[]
  readonly user: LocalUser
  readonly users: readonly LocalUser[]
  /** Whether a token guards the console, so that one can log out of it. */
  readonly guarded: boolean
}

export interface ChannelPage extends FramedPage {
  readonly channel: ChannelLine
  /** How far the rendered log has read the channel's live events. */
  readonly cursor: string
  readonly conversations: readonly Html[]
}

/** Pages beside the channels. */
export const PAGES = [
  { path: '/label', name: 'Label answers' },
  { path: '/stats', name: 'Statistics' },
] as const

const EXAMPLES = [
  'How do I kill a Python process?',
  'How do I whittle a knife from a birch branch?',
  '/model',
]

/** Style sheets in the order in which they build on each other. */
const STYLES = [
  'base',
  'frame',
  'composer',
  'messages',
  'prose',
  'answers',
  'appeals',
  'comparison',
  'label',
  'login',
  'codebook',
  'statistics',
]

/** A whole document with nothing but our own style sheet and script. */
export function documentPage(page: {
  assets: string
  theme: Theme
  title: string
  body: Html
  script?: string
}): string {
  const { script = 'main.js' } = page
  const theme = page.theme === 'auto' ? false : html` data-theme="${page.theme}"`
  return `<!doctype html>${
    html`<html lang="en"${theme}><head><meta charset="utf-8"><title>${page.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"><meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${page.assets}/favicon.svg">${STYLES.map((name) => html`<link rel="stylesheet" href="${page.assets}/${name}.css">`)}
<noscript><link rel="stylesheet" href="${page.assets}/noscript.css"></noscript>
<script type="module" src="${page.assets}/${script}"></script></head>${page.body}</html>`.markup
  }`
}

/** The page of one channel. */
export function channelPage(page: ChannelPage): string {
  const { channel } = page
  return documentPage({
    assets: page.assets,
    theme: page.theme,
    title: `#${channel.name} · Recourse`,
    body: html`<body class="console" data-channel="${channel.name}" data-cursor="${page.cursor}">
<a class="skip" href="#log">Skip to the messages</a>
${sidebar(page, `/c/${channel.name}`)}
<div class="scrim" data-close-sidebar hidden></div>
<main class="channel">
<header class="channel-head">${menuButton()}
<div class="channel-title"><h1><span class="hash" aria-hidden="true">#</span>${channel.name}</h1><p>${channel.topic}</p></div>
<a class="quiet codebook-link" href="/codebook?from=${channel.name}">${ICONS.book}<span>Codebook</span></a>
${modelChip(channel)}</header>
<p class="connection" role="status"></p>
<div class="log" id="log" role="log" aria-live="polite" aria-label="Messages in #${channel.name}" tabindex="0"><div class="log-inner">
${welcome(channel)}${page.conversations}</div></div>
<noscript><p class="noscript">You are reading without scripts. Sending, voting and live updates need JavaScript; the messages so far are all here.</p></noscript>
<div class="newest"><button type="button" data-newest hidden>New messages ${ICONS.down}</button></div>
${composer(`Message #${channel.name}`)}
</main></body>`,
  })
}

/** The model that answers in a channel; replaced when it changes. */
export function modelChip(channel: ChannelLine): Html {
  return html`<p class="model-chip" id="model-chip"><span class="visually-hidden">Model that answers here: </span><span class="model-id">${channel.model}</span>${channel.scripted && html`<span class="tag scripted">scripted stand-in</span>`}</p>`
}

/** The list of channels; replaced when a channel's model changes. */
export function channelList(channels: readonly ChannelLine[], current: string): Html {
  return html`<ul class="channels" id="channels">${channels.map(
    ({ name, model }) =>
      html`<li><a href="/c/${name}"${name === current && html` aria-current="page"`}><span class="channel-name"><span class="hash" aria-hidden="true">#</span>${name}</span><span class="channel-model">${model}</span></a></li>`,
  )}</ul>`
}

/** Opens the sidebar where it slides over the page. */
export function menuButton(): Html {
  return html`<button type="button" class="icon-button menu" data-toggle-sidebar aria-expanded="false" aria-controls="sidebar" aria-label="Channels and settings">${ICONS.menu}</button>`
}

/** Channels, pages and settings; `here` is the path of the page it stands beside. */
export function sidebar(page: FramedPage, here: string): Html {
  return html`<aside class="sidebar" id="sidebar" aria-label="Channels and settings">
<div class="brand"><span class="avatar mark" aria-hidden="true">${ICONS.mark}</span><span>Recourse</span><button type="button" class="icon-button close" data-close-sidebar aria-label="Close">${ICONS.close}</button></div>
<nav aria-label="Channels"><h2>Channels</h2>${channelList(page.channels, here.replace(/^\/c\//, ''))}</nav>
<nav aria-label="Votes"><h2>Votes</h2><ul class="channels">${PAGES.map(
    ({ path, name }) =>
      html`<li><a href="${path}"${path === here && html` aria-current="page"`}><span class="channel-name">${name}</span></a></li>`,
  )}</ul></nav>
<div class="settings">
<form class="user-switch" method="post" action="/user"><label for="user">You are</label><div class="row"><select id="user" name="user">${page.users.map(
    ({ id, name }) => html`<option value="${id}"${id === page.user.id && html` selected`}>${name}</option>`,
  )}</select><input type="hidden" name="back" value="${here}"><noscript><button class="quiet">Switch</button></noscript></div></form>
<fieldset class="theme-switch"><legend>Appearance</legend><div class="segments">${(
    ['auto', 'light', 'dark'] as const
  ).map(
    (theme) =>
      html`<label><input type="radio" name="theme" value="${theme}"${theme === page.theme && html` checked`}><span>${theme === 'auto' ? 'Auto' : theme === 'light' ? 'Light' : 'Dark'}</span></label>`,
  )}</div></fieldset>
${page.guarded && html`<form method="post" action="/logout"><button class="quiet">Log out</button></form>`}
</div></aside>`
}

function welcome(channel: ChannelLine): Html {
  return html`<div class="welcome"><h2>This is #${channel.name}</h2>
<p>Ask anything. When the model refuses something that is safe to ask, Recourse asks it again in a way that works for that model, and shows you that it did.</p>
<div class="examples" role="group" aria-label="Things to try">${EXAMPLES.map((example) => html`<button type="button" class="example" data-example>${example}</button>`)}</div></div>`
}

/** The box to write in; the script clones it for threads. */
function composer(label: string): Html {
  return html`<form class="composer" data-composer aria-label="${label}">
<p class="problem" role="alert"></p>
<ul class="completions" role="listbox" aria-label="Commands" hidden></ul>
<div class="box"><textarea name="text" rows="1" aria-label="${label}" placeholder="${label}" aria-autocomplete="list" enterkeyhint="send" spellcheck="true"></textarea>
<button type="submit" class="send" aria-label="Send">${ICONS.send}</button></div>
<p class="hint" aria-hidden="true"><span><kbd>Enter</kbd> sends</span><span><kbd>Shift</kbd> + <kbd>Enter</kbd> starts a line</span><span><kbd>/</kbd> lists commands</span></p>
<p class="visually-hidden" role="status" data-announce></p></form>`
}

/** Where the token is asked for. */
export function loginPage(page: { assets: string; theme: Theme; problem?: string }): string {
  return documentPage({
    assets: page.assets,
    theme: page.theme,
    title: 'Log in · Recourse',
    body: html`<body class="login"><main><form method="post" action="/login"><div class="brand"><span class="avatar mark" aria-hidden="true">${ICONS.mark}</span><span>Recourse</span></div>
<h1>Log in</h1><p>Give the token that whoever runs this console has set as <code>WEB_TOKEN</code>.</p>
<label for="token">Token</label><input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
${page.problem !== undefined && html`<p class="problem" role="alert">${page.problem}</p>`}
<button class="primary">Log in</button></form></main></body>`,
  })
}

/** What a page shows that cannot be made just now. */
export function problemPage(page: { assets: string; theme: Theme; message: string }): string {
  return documentPage({
    assets: page.assets,
    theme: page.theme,
    title: 'Not now · Recourse',
    body: html`<body class="login"><main><div class="brand"><span class="avatar mark" aria-hidden="true">${ICONS.mark}</span><span>Recourse</span></div>
<h1>Not now</h1><p role="alert">${page.message}</p><p><a href="">Try again</a></p></main></body>`,
  })
}
