/** A year, in seconds. */
const YEAR = 365 * 24 * 60 * 60

const narrow = matchMedia('(max-width: 48rem)')

/** The switches of the sidebar: who one is, light or dark, and the sidebar itself where it slides over the page. */
export function setUpSettings() {
  const user = document.querySelector('#user')
  user.addEventListener('change', () => user.form.requestSubmit())
  for (const input of document.querySelectorAll('.theme-switch input')) {
    input.addEventListener('change', () => chooseTheme(input.value))
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen()) showSidebar(false)
  })
  narrow.addEventListener('change', () => showSidebar(false))
}

export function showSidebar(open) {
  const sidebar = document.querySelector('#sidebar')
  const toggle = document.querySelector('[data-toggle-sidebar]')
  sidebar.classList.toggle('open', open)
  document.querySelector('.scrim').hidden = !open
  document.querySelector('main').inert = open
  const was = toggle.ariaExpanded === 'true'
  toggle.ariaExpanded = String(open)
  if (open) sidebar.querySelector('.close').focus()
  else if (was) toggle.focus()
}

function isOpen() {
  return document.querySelector('#sidebar').classList.contains('open')
}

function chooseTheme(theme) {
  const root = document.documentElement
  const attributes = `path=/; max-age=${theme === 'auto' ? 0 : YEAR}; samesite=strict`
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing where a console is opened without https.
  document.cookie = `recourse_theme=${theme}; ${attributes}`
  if (theme === 'auto') delete root.dataset.theme
  else root.dataset.theme = theme
}
