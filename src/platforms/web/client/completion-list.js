import { complete } from './completion.js'

let commands = []
/** Loads what completes command lines; without it typing goes on as before. */
export async function loadCommands() {
  const response = await fetch('/commands')
  if (response.ok) commands = await response.json()
}

let lists = 0

/** The list of completions of one composer. `onKey` is true where the list has used the key up. */
export function completionList(form) {
  const textarea = form.querySelector('textarea')
  const list = form.querySelector('.completions')
  const status = form.querySelector('[data-announce]')
  list.id = `completions-${++lists}`
  textarea.setAttribute('aria-controls', list.id)
  let items = []
  let from = 0
  /** -1 while nothing is chosen: before anything of the next word is typed Enter still sends. */
  let active = 0

  function update() {
    const { selectionStart, selectionEnd, value } = textarea
    const found =
      selectionStart === selectionEnd
        ? complete(value.slice(0, selectionStart), commands)
        : { from: 0, items: [] }
    from = found.from
    items = found.items
    active = from < selectionStart ? 0 : -1
    draw()
    status.textContent =
      items.length === 0 ? '' : `${items.length} suggestions. Arrow keys choose, Tab takes one.`
  }

  function draw() {
    list.hidden = items.length === 0
    list.replaceChildren(
      ...items.map(({ label, detail }, index) => {
        const option = document.createElement('li')
        option.id = `${list.id}-${index}`
        option.role = 'option'
        option.ariaSelected = String(index === active)
        const name = document.createElement('b')
        name.textContent = label
        const note = document.createElement('span')
        note.className = 'detail'
        note.textContent = detail
        option.append(name, note)
        // Not click: the press must not take the focus from the text.
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault()
          take(index)
        })
        return option
      }),
    )
    if (list.hidden || active < 0) textarea.removeAttribute('aria-activedescendant')
    else textarea.setAttribute('aria-activedescendant', `${list.id}-${active}`)
    list.children[active]?.scrollIntoView({ block: 'nearest' })
  }

  function take(index) {
    const item = items[index]
    if (item) textarea.setRangeText(item.insert, from, textarea.selectionStart, 'end')
    textarea.dispatchEvent(new Event('input', { bubbles: true }))
  }

  function close() {
    items = []
    draw()
  }

  function onKey(event) {
    if (items.length === 0 || event.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      active = active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length
      draw()
    } else if (event.key === 'Escape') {
      close()
    } else if (event.key === 'Tab' && !event.shiftKey) {
      take(Math.max(active, 0))
    } else if (event.key === 'Enter' && !event.shiftKey && !typedAlready()) {
      take(active)
    } else {
      return false
    }
    event.preventDefault()
    return true
  }

  /** Whether nothing is chosen, or the choice would add nothing but a space: then Enter sends. */
  function typedAlready() {
    const word = textarea.value.slice(from, textarea.selectionStart)
    return active < 0 || items[active].insert.trim() === word
  }

  textarea.addEventListener('blur', close)
  return { update, onKey, close }
}
