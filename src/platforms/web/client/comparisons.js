import { complain, tell } from './answers.js'
import { post } from './api.js'

/** Chooses an answer, or takes the choice back. */
export function chooseAnswer(button) {
  const action = button.ariaPressed === 'true' ? 'remove' : 'add'
  return send(button, { choice: button.dataset.choice, action })
}

/** Reveals what is behind the answers, or stops asking for them. */
export function endComparison(button) {
  return send(button, { end: button.dataset.end })
}

/** Compares ways of asking what an exchange asked. */
export function compareStrategies(button) {
  return send(button)
}

async function send(button, what) {
  if (button.ariaDisabled === 'true') return
  button.ariaDisabled = 'true'
  const article = button.closest('.exchange')
  const { exchange: id } = article.dataset
  const result = await post('/comparisons', what ? { comparison: id, ...what } : { exchange: id })
  button.ariaDisabled = null
  if (!result.ok) complain(article, result.error)
  else if (result.data.told) tell(article, result.data.told)
}
