import { post } from './api.js'
import { completionList } from './completion-list.js'
import { showNote, toEnd } from './log.js'

/** Makes a composer work. Its draft outlives a reload; `thread` is the conversation it continues. */
export function setUpComposer(form, thread) {
  const textarea = form.querySelector('textarea')
  const problem = form.querySelector('.problem')
  const completions = completionList(form)
  const draftKey = `draft:${document.body.dataset.channel}:${thread ?? ''}`
  // Kept while a message is being sent again, so that the server knows a second copy by its id.
  let id = crypto.randomUUID()
  // Enter was pressed while the message before was still on its way.
  let another = false
  textarea.value = sessionStorage.getItem(draftKey) ?? ''
  grow(textarea)

  textarea.addEventListener('input', () => {
    grow(textarea)
    problem.textContent = ''
    remember(draftKey, textarea.value)
    completions.update()
  })
  textarea.addEventListener('keydown', (event) => {
    if (completions.onKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault()
      form.requestSubmit()
    }
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    completions.close()
    if (form.ariaBusy === 'true') {
      another = true
      return
    }
    const text = textarea.value
    form.ariaBusy = 'true'
    const result = await post('/messages', { id, text, ...(thread === undefined ? {} : { thread }) })
    form.ariaBusy = null
    if (!result.ok) {
      another = false
      problem.textContent = result.error
      return
    }
    id = crypto.randomUUID()
    problem.textContent = ''
    if (textarea.value === text) textarea.value = ''
    grow(textarea)
    remember(draftKey, textarea.value)
    if (result.data.note) showNote(result.data.note, thread === undefined ? undefined : form.parentElement)
    else if (thread === undefined) toEnd()
    if (another && textarea.value !== '') form.requestSubmit()
    another = false
  })
}

/** Opens the composer of a conversation in place, or closes it again; a draft stays. */
export function toggleThread(button) {
  const bar = button.parentElement
  const open = bar.querySelector('.composer')
  button.ariaExpanded = String(!open)
  if (open) {
    open.remove()
    button.focus()
    return
  }
  const { thread } = bar.closest('.conversation').dataset
  const form = document.querySelector('main > .composer').cloneNode(true)
  const textarea = form.querySelector('textarea')
  for (const name of ['aria-controls', 'aria-activedescendant']) textarea.removeAttribute(name)
  form.querySelector('.hint').remove()
  form.ariaLabel = textarea.ariaLabel = textarea.placeholder = 'Reply in this thread'
  setUpComposer(form, thread)
  textarea.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) toggleThread(button)
  })
  bar.append(form)
  textarea.focus()
  form.scrollIntoView({ block: 'nearest' })
}

/** Browsers that know `field-sizing` need no help. */
function grow(textarea) {
  if (CSS.supports('field-sizing', 'content')) return
  textarea.style.height = 'auto'
  textarea.style.height = `${textarea.scrollHeight}px`
}

function remember(key, draft) {
  try {
    if (draft === '') sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, draft)
  } catch {
    // Storage is full or forbidden; the draft then lives as long as the page.
  }
}
