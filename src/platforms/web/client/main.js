import { appeal, choose, copyCode, say, somethingElse, takeSide, vote } from './answers.js'
import { chooseAnswer, compareStrategies, endComparison } from './comparisons.js'
import { loadCommands } from './completion-list.js'
import { setUpComposer, toggleThread } from './composer.js'
import { toEnd } from './log.js'
import { setUpSettings, showSidebar } from './settings.js'
import { follow } from './stream.js'
import { localTimes } from './times.js'

const CLICKS = {
  '[data-vote]': vote,
  '[data-appeal]': appeal,
  '[data-side]': takeSide,
  '[data-choice]': chooseAnswer,
  '[data-end]': endComparison,
  '[data-compare]': compareStrategies,
  '[data-reading]': choose,
  '[data-other]': somethingElse,
  '[data-copy]': copyCode,
  '[data-open-thread]': toggleThread,
  '[data-dismiss]': (button) => {
    button.closest('.private').remove()
    document.querySelector('main > .composer textarea').focus()
  },
  '[data-example]': (button) => {
    const textarea = document.querySelector('main > .composer textarea')
    textarea.value = button.textContent
    textarea.focus()
    textarea.dispatchEvent(new Event('input', { bubbles: true }))
  },
  '[data-newest]': toEnd,
  '[data-toggle-sidebar]': () => showSidebar(true),
  '[data-close-sidebar]': () => showSidebar(false),
}

if (document.body.classList.contains('console')) {
  localTimes(document)
  toEnd()
  setUpComposer(document.querySelector('main > .composer'))
  setUpSettings()
  document.addEventListener('click', (event) => {
    for (const [selector, act] of Object.entries(CLICKS)) {
      const target = event.target.closest(selector)
      if (target) return act(target)
    }
  })
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-question]')) return
    event.preventDefault()
    void say(event.target)
  })
  follow()
  loadCommands().catch(() => {})
}
