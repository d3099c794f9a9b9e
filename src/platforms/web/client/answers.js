import { post } from './api.js'
import { change } from './log.js'

/** How long "Copied" is shown, in milliseconds. */
const COPIED_FOR = 1500

/** Adds this reader's reaction, or takes it back. */
export async function vote(button) {
  if (button.ariaDisabled === 'true') return
  button.ariaDisabled = 'true'
  const exchange = button.closest('.exchange')
  const action = button.ariaPressed === 'true' ? 'remove' : 'add'
  const result = await post('/votes', {
    exchange: exchange.dataset.exchange,
    emoji: button.dataset.vote,
    action,
  })
  button.ariaDisabled = null
  if (!result.ok) complain(exchange, result.error)
}

/** Asks the channel whether a refusal was right. */
export function appeal(button) {
  return askChannel(button, {})
}

/** Votes on a refusal that was appealed. */
export function takeSide(button) {
  return askChannel(button, { choice: button.dataset.side })
}

async function askChannel(button, what) {
  if (button.ariaDisabled === 'true') return
  button.ariaDisabled = 'true'
  const exchange = button.closest('.exchange')
  const result = await post('/appeals', { exchange: exchange.dataset.exchange, ...what })
  button.ariaDisabled = null
  if (result.ok) tell(exchange, result.data.told)
  else complain(exchange, result.error)
}

/** Answers a clarifying question by one of its readings. */
export function choose(button) {
  return reply(button.closest('form'), { reading: button.dataset.reading })
}

/** Answers a clarifying question in the reader's own words. */
export function say(form) {
  return reply(form, { words: form.elements.words.value })
}

/** Opens or closes the field for one's own words. */
export function somethingElse(button) {
  const words = button.closest('form').querySelector('.other-words')
  change(() => {
    words.hidden = !words.hidden
  })
  button.ariaExpanded = String(!words.hidden)
  if (!words.hidden) words.querySelector('input').focus()
}

export async function copyCode(button) {
  const code = button.closest('.code').querySelector('pre').textContent
  try {
    await navigator.clipboard.writeText(code)
    button.textContent = 'Copied'
  } catch {
    button.textContent = 'Not copied'
  }
  setTimeout(() => {
    button.textContent = 'Copy'
  }, COPIED_FOR)
}

async function reply(form, answer) {
  if (form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  const { exchange } = form.closest('.exchange').dataset
  const result = await post('/replies', { exchange, ...answer })
  form.ariaBusy = null
  if (!result.ok) form.querySelector('.problem').textContent = result.error
}

export function complain(exchange, error) {
  tell(exchange, error, 'problem', 'alert')
}

/** A line that only this reader sees, for a while. */
export function tell(exchange, line, look = 'told', role = 'status') {
  const main = exchange.querySelector('.message:last-child > .message-main')
  main.querySelector(':scope > .told, :scope > .problem')?.remove()
  const note = document.createElement('p')
  note.className = look
  note.role = role
  note.textContent = line
  main.append(note)
  setTimeout(() => note.remove(), 5000)
}
