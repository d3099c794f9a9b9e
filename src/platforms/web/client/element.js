import { localTimes } from './times.js'

/** The element that markup from our own server stands for. */
export function element(markup) {
  const template = document.createElement('template')
  template.innerHTML = markup
  localTimes(template.content)
  return template.content.firstElementChild
}
