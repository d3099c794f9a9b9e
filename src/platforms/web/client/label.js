import { element } from './element.js'
import { Pace } from './pace.js'
import { setUpSettings, showSidebar } from './settings.js'

const form = document.querySelector('#labels')
const undo = document.querySelector('#undo')
const keys = document.querySelector('#keys')
const problem = document.querySelector('.label-bar .problem')
const said = document.querySelector('#said')
const pace = new Pace()

/** Tasks labelled on this page, the latest last, and before them the one labelled before a reload. */
const labelled = []
const LAST = `recourse-last-label ${document.querySelector('#user').value}`

/** How long a choice stays marked, in milliseconds. */
const MARKED = 180

const shown = () => document.querySelector('#task')

/** The task on the page; `task` is undefined where there is none. */
let current = { task: shown().dataset.task, html: shown().outerHTML }
/** The one after it, fetched beforehand; undefined where there is none. */
let next
/** What is done about presses, one after the other. */
let queue = Promise.resolve()

function enqueue(work) {
  queue = queue.then(work)
}

function show({ task, html }) {
  current = { task, html }
  shown().replaceWith(element(html))
  const none = task === undefined
  form.hidden = none
  form.elements.task.value = task ?? ''
  document.querySelector('[form=labels]').hidden = none
  document.querySelector('#log').scrollTop = 0
  // A screen reader begins with what is new; keys work wherever the focus is.
  shown().focus({ preventScroll: true })
}

function showUndo() {
  const last = labelled.at(-1)
  undo.hidden = last === undefined
  undo.querySelector('button').value = last ?? ''
  if (last === undefined) sessionStorage.removeItem(LAST)
  else sessionStorage.setItem(LAST, last)
}

function showPace() {
  const rate = pace.perHour
  const line = document.querySelector('#pace')
  line.hidden = rate === undefined
  line.textContent = `${rate?.toLocaleString()} an hour`
}

/** Asks the server. Never rejects; without an answer it says so on the page. */
async function ask(path, fields) {
  try {
    const response = await fetch(path, {
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
      headers: { accept: 'application/json' },
    })
    const data = await response.json().catch(() => ({}))
    if (response.ok) return data
    problem.textContent = data.error ?? 'That did not work. Reload the page and try again.'
  } catch {
    problem.textContent = 'Recourse cannot be reached. Nothing was stored for this answer; try again.'
  }
  return undefined
}

function told({ progress, note }) {
  document.querySelector('#progress').textContent = progress
  problem.textContent = note ?? ''
}

/** Takes a choice for what is on the page; a second one for the same is none. */
function choose(button) {
  const { task } = current
  if (task === undefined || 'chosen' in shown().dataset) return
  shown().dataset.chosen = ''
  mark(button)
  const at = performance.now()
  enqueue(() => label(task, button, at))
}

/** Stores a label. What comes next is shown at once, before the server has answered. */
async function label(task, button, at) {
  // What was on the page when it was pressed has gone since.
  if (task !== current.task) return
  const before = current
  const after = next
  labelled.push(task)
  pace.labelled(at)
  said.textContent = `${button.querySelector('.label-name')?.textContent ?? 'Skipped'}.`
  if (after) show(after)
  const sheet = await ask('/label', { task, label: button.value, ...(after && { except: after.task }) })
  if (sheet) {
    told(sheet)
    if (after) next = sheet.task === undefined ? undefined : sheet
    else show(sheet)
  } else {
    // Nothing was stored: the same answer once more.
    labelled.pop()
    pace.takenBack()
    show(before)
    next = after
  }
  showUndo()
  showPace()
  if (sheet && !after) await fetchNext()
}

async function takeBack() {
  const task = labelled.at(-1)
  if (task === undefined) return
  const sheet = await ask('/label/undo', { task })
  if (!sheet) return
  labelled.pop()
  pace.takenBack()
  // What was on the page comes next.
  if (current.task !== undefined && sheet.task === task) next = current
  show(sheet)
  told(sheet)
  showUndo()
  showPace()
  said.textContent = 'Taken back.'
  if (!next) await fetchNext()
}

async function fetchNext() {
  next = undefined
  if (current.task === undefined) return
  const sheet = await ask(`/label?except=${encodeURIComponent(current.task)}`)
  if (sheet?.task !== undefined) next = sheet
}

function mark(button) {
  button.classList.add('chosen')
  setTimeout(() => button.classList.remove('chosen'), MARKED)
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || keys.open) return
  if (event.target.closest('input, select, textarea')) return
  if (event.key === '?') return keys.showModal()
  if (!document.querySelector('#keys-on').checked) return
  const key = event.key.toLowerCase()
  const button = [...document.querySelectorAll('[data-keys]')].find(
    (one) => one.dataset.keys.split(' ').includes(key) && one.checkVisibility(),
  )
  if (!button) return
  event.preventDefault()
  if (button.form === undo) enqueue(takeBack)
  else choose(button)
}

function setUpKeys() {
  const on = document.querySelector('#keys-on')
  on.checked = localStorage.getItem('recourse-keys') !== 'off'
  on.addEventListener('change', () => localStorage.setItem('recourse-keys', on.checked ? 'on' : 'off'))
  document.querySelector('[data-show-keys]').addEventListener('click', () => keys.showModal())
  document.addEventListener('keydown', pressed)
}

setUpSettings()
setUpKeys()
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-toggle-sidebar]')) showSidebar(true)
  if (event.target.closest('[data-close-sidebar]')) showSidebar(false)
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (event.submitter) choose(event.submitter)
})
undo.addEventListener('submit', (event) => {
  event.preventDefault()
  enqueue(takeBack)
})
const last = sessionStorage.getItem(LAST)
if (last !== null) {
  labelled.push(last)
  showUndo()
}
shown().focus({ preventScroll: true })
enqueue(fetchNext)
