import { element } from './element.js'
import { localTimes } from './times.js'

const log = document.querySelector('#log')
const inner = document.querySelector('.log-inner')
const newest = document.querySelector('[data-newest]')

/** Distance from the end, in pixels, within which a reader is taken to follow along. */
const FOLLOWING = 120

/** Makes a change and keeps the end in view for readers who were there. */
export function change(apply) {
  const following = isFollowing()
  apply()
  if (following) toEnd()
}

function isFollowing() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < FOLLOWING
}

log?.addEventListener('scroll', () => {
  if (isFollowing()) newest.hidden = true
})

export function toEnd() {
  log.scrollTop = log.scrollHeight
}

/** Shows an exchange: in place of its earlier state, or at the end of its conversation. */
export function showExchange({ id, thread, shell, html }) {
  change(() => {
    const article = element(html)
    const before = document.getElementById(`x-${id}`)
    if (before) {
      keepFocus(before, () => before.replaceWith(article))
      return
    }
    newest.hidden = isFollowing()
    let conversation = document.getElementById(`t-${thread}`)
    if (!conversation) {
      conversation = element(shell)
      inner.append(conversation)
    }
    conversation.querySelector('.exchanges').append(article)
  })
}

/** Shows the text of an answer so far. */
export function showText({ id, html }) {
  const body = document.getElementById(`b-${id}`)
  if (body) {
    change(() => {
      body.innerHTML = html
    })
  }
}

/** Shows the reactions of an answer; a focused one stays focused. */
export function showVotes({ id, html }) {
  const bar = document.getElementById(`v-${id}`)
  if (bar) keepFocus(bar, () => bar.replaceWith(element(html)))
}

/** Shows how far the vote on a refusal is. */
export function showAppeal({ id, html }) {
  const panel = document.getElementById(`a-${id}`)
  if (panel) change(() => keepFocus(panel, () => panel.replaceWith(element(html))))
}

/** Takes exchanges away that are not stored any more, and conversations that are left empty. */
export function keepOnly(ids) {
  const kept = new Set(ids)
  for (const exchange of document.querySelectorAll('.exchange')) {
    if (!kept.has(exchange.dataset.exchange)) exchange.remove()
  }
  for (const conversation of document.querySelectorAll('.conversation')) {
    if (!conversation.querySelector('.exchange')) conversation.remove()
  }
}

/** Shows a line that is not part of any conversation, where the reader is looking. */
export function showNote(html, after = inner.lastElementChild) {
  const note = element(html)
  after.after(note)
  note.scrollIntoView({ block: 'nearest' })
}

/** Puts the log of a freshly loaded page in place of this one. */
export function replaceLog(fresh) {
  change(() => {
    inner.replaceChildren(...fresh.querySelector('.log-inner').children)
    localTimes(inner)
  })
}

/** What finds a control again once it was drawn anew. */
function controlOf({ vote, side, choice }) {
  if (vote) return `[data-vote="${CSS.escape(vote)}"]`
  if (choice) return `[data-choice="${choice}"]`
  return side && `[data-side="${side}"]`
}

/** Applies a change; focus inside goes to the same control afterwards, or to the log where that is gone. */
function keepFocus(before, apply) {
  const focused = document.activeElement
  const inside = before.contains(focused)
  const control = controlOf(focused?.dataset ?? {})
  const { id } = before
  apply()
  if (!inside) return
  const same = control && document.getElementById(id)?.querySelector(control)
  ;(same || log).focus({ preventScroll: true })
}
