/**
 * Looks over a page for what a person who cannot see well, hold still or use a mouse would trip over.
 * Expressions for the browser, each giving one line a finding.
 */

/** Controls without a name that a screen reader could say. */
export const NAMELESS_CONTROLS = `(() => {
  const name = (control) => {
    const by = control.getAttribute('aria-labelledby')
    const labelled = by && document.getElementById(by)?.textContent
    const labels = [...(control.labels ?? [])].map((label) => label.textContent).join(' ')
    const own = control.matches('input, select, textarea') ? '' : control.innerText
    return (control.getAttribute('aria-label') || labelled || labels || own || '').trim()
  }
  return [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary')]
    .filter((control) => control.checkVisibility() && name(control) === '')
    .map((control) => control.outerHTML.slice(0, 120))
})()`

/** Visible text below the contrast of WCAG 2.2 AA (1.4.3): 4.5 to 1, or 3 to 1 where it is large. */
export const FAINT_TEXT = `(() => {
  const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
    .getContext('2d', { willReadFrequently: true })
  const rgba = (colour) => {
    brush.clearRect(0, 0, 1, 1)
    brush.fillStyle = colour
    brush.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1)
  const ground = (element) => {
    const layers = []
    for (let at = element; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor))
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1])
  }
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const c = part / 255
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const findings = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    const text = walker.currentNode.textContent.trim()
    if (text === '' || element.matches('.emoji, script, noscript, option, .visually-hidden, .visually-hidden *')) continue
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    const style = getComputedStyle(element)
    const under = ground(element)
    const [a, b] = [light(over(rgba(style.color), under)), light(under)].sort((x, y) => y - x)
    const size = Number.parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < (large ? 3 : 4.5)) findings.push(ratio.toFixed(2) + ' ' + element.className + ': ' + text.slice(0, 40))
  }
  return findings
})()`

/** Controls smaller than a fingertip: 40 CSS pixels high. Links inside a sentence are as high as their line. */
export const SMALL_TARGETS = `(() =>
  [...document.querySelectorAll('button, nav a, select, textarea, summary, .segments label, input[type=text]')]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .map((control) => [control.getBoundingClientRect().height, control])
    .filter(([height]) => height < 40)
    .map(([height, control]) => height + ' ' + control.outerHTML.slice(0, 100))
)()`

/** How far the page, or anything in it that should not, reaches beyond the window's width, in pixels. */
export const OVERHANG = `(() => {
  const wide = [...document.querySelectorAll('main *')]
    .filter((element) => element.checkVisibility() && !element.closest('pre, .table, .visually-hidden'))
    .map((element) => element.getBoundingClientRect().right - innerWidth)
  return Math.max(0, document.documentElement.scrollWidth - innerWidth, ...wide)
})()`
