import { inReadingOrder } from './direction.ts'

/** Markup that is safe to send: made by the `html` tag, or trusted by whoever made it. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }

  toString(): string {
    return this.markup
  }
}

type Child = Html | string | number | false | undefined | readonly Child[]

/** A template whose values are escaped, unless they are `Html` themselves; `false` and `undefined` leave nothing. */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Html {
  return new Html(
    strings.map((text, index) => text + (index < children.length ? render(children[index]) : '')).join(''),
  )
}

/** Escapes text for an element's content or a quoted attribute. */
export function escapeHtml(text: string): string {
  return inReadingOrder(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function render(child: Child): string {
  if (child === undefined || child === false) return ''
  if (child instanceof Html) return child.markup
  if (typeof child === 'object') return child.map(render).join('')
  return escapeHtml(String(child))
}
