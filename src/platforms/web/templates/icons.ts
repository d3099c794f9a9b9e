import { html } from '../../../html.ts'

const icon = (path: ReturnType<typeof html>) =>
  html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">${path}</svg>`

const stroke = (d: string) =>
  icon(
    html`<path d="${d}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"></path>`,
  )

export const ICONS = {
  menu: stroke('M3 5.5h14M3 10h14M3 14.5h14'),
  close: stroke('M5 5l10 10M15 5L5 15'),
  book: stroke(
    'M10 5.5C8 4 5.5 4 3.5 4.5v10.5c2-.5 4.5-.5 6.5 1 2-1.5 4.5-1.5 6.5-1V4.5C14.5 4 12 4 10 5.5zm0 0v10.5',
  ),
  back: stroke('M16 10H4.5M9 5l-5 5 5 5'),
  down: stroke('M10 4.5V16M5 11l5 5 5-5'),
  send: stroke('M10 16V4.5M5 9l5-5 5 5'),
  compare: stroke('M4 4.5h4.5v11H4zM11.5 4.5H16v11h-4.5z'),
  thread: stroke('M4 4v6a4 4 0 0 0 4 4h8m-3.5-3.5L16 14l-3.5 3.5'),
  // The mark: a reply that turns round and comes back.
  mark: stroke('M7.5 4.5L4 8l3.5 3.5M4 8h7.5a4.25 4.25 0 0 1 0 8.5H7'),
} as const
