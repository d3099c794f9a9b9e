/**
 * What people read in a message, whom it would notify, and which of its links say one thing and lead elsewhere.
 * Slack reads three syntaxes: `mrkdwn` (text objects, and `text` where there are no blocks), standard Markdown
 * (markdown blocks and streamed text), and plain text, which nothing is read into.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import { type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'

type Syntax = 'mrkdwn' | 'markdown' | 'plain'

export interface Passage {
  readonly syntax: Syntax
  readonly text: string
}

export interface HiddenLink {
  readonly label: string
  readonly target: string
}

/** The passages of a message in reading order; `text` counts only where no block shows anything. */
export function passagesOf(text: string, blocks: readonly Json[], mrkdwn = true): readonly Passage[] {
  const passages = blocks.flatMap(blockPassages).filter((passage) => passage.text !== '')
  if (passages.length > 0 || text === '') return passages
  return [{ syntax: mrkdwn ? 'mrkdwn' : 'plain', text }]
}

function blockPassages(block: Json): readonly Passage[] {
  switch (block['type']) {
    case 'markdown':
      return [{ syntax: 'markdown', text: stringOf(block['text']) }]
    case 'header':
      return textObject(block['text'])
    case 'section':
      return [
        ...textObject(block['text']),
        ...objectsOf(block['fields']).flatMap(textObject),
        ...elementLabels(block['accessory']),
      ]
    case 'context':
      return objectsOf(block['elements']).flatMap(textObject)
    case 'actions':
    case 'context_actions':
      return objectsOf(block['elements']).flatMap(elementLabels)
    case 'input':
      return [...textObject(block['label']), ...textObject(block['hint']), ...elementLabels(block['element'])]
    case 'rich_text':
      return [{ syntax: 'mrkdwn', text: objectsOf(block['elements']).map(richText).join('\n') }]
    case 'table':
      return [{ syntax: 'plain', text: tableText(block['rows']) }]
    case 'alert':
      return textObject(block['text'])
    default:
      return textObject(block['title'])
  }
}

function textObject(value: unknown): readonly Passage[] {
  const object = objectOf(value)
  const syntax: Syntax = object['type'] === 'mrkdwn' ? 'mrkdwn' : 'plain'
  return [{ syntax, text: stringOf(object['text']) }]
}

function elementLabels(value: unknown): readonly Passage[] {
  const element = objectOf(value)
  return [
    ...textObject(element['text']),
    ...textObject(element['placeholder']),
    ...objectsOf(element['options']).flatMap((option) => [
      ...textObject(option['text']),
      ...textObject(option['description']),
    ]),
  ]
}

function richText(element: Json): string {
  switch (element['type']) {
    case 'text':
      return stringOf(element['text'])
    case 'user':
      return `<@${stringOf(element['user_id'])}>`
    case 'usergroup':
      return `<!subteam^${stringOf(element['usergroup_id'])}>`
    case 'broadcast':
      return `<!${stringOf(element['range'])}>`
    case 'channel':
      return `<#${stringOf(element['channel_id'])}>`
    case 'link':
      return `<${stringOf(element['url'])}|${stringOf(element['text']) || stringOf(element['url'])}>`
    case 'emoji':
      return `:${stringOf(element['name'])}:`
    default:
      return objectsOf(element['elements']).map(richText).join('')
  }
}

const tableText = (rows: unknown): string =>
  (Array.isArray(rows) ? rows : [])
    .map((row) =>
      objectsOf(row)
        .map((cell) => stringOf(cell['text']) || richText(cell))
        .join(' | '),
    )
    .join('\n')

const withoutCode = (passage: Passage): string =>
  passage.syntax === 'markdown'
    ? passage.text
        .replace(/(`{3,}|~{3,})[\s\S]*?(?:\1|$)/g, ' ')
        .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, ' ')
    : passage.text

/**
 * Everyone whom the passages would notify, as `@channel`, `@here`, `@everyone`, a user group, `@U…`, or a channel
 * named in them as `#C…`. Slack reads mentions inside code too, and in Markdown as in mrkdwn; only `&lt;` is safe.
 */
export function mentionsIn(
  passages: readonly Passage[],
  parse?: string,
  linkNames?: boolean,
): readonly string[] {
  const found: string[] = []
  for (const { syntax, text } of passages) {
    if (syntax === 'plain') continue
    for (const [, mark, target] of text.matchAll(/<([!@#])([A-Za-z0-9^_]+)(?:\|[^>]*)?>/g)) {
      if (mark === '!' && target?.startsWith('date^')) continue
      found.push(`${mark === '#' ? '#' : '@'}${target ?? ''}`)
    }
    if (parse !== 'full' && linkNames !== true) continue
    for (const [, name] of text.matchAll(/(?:^|[^\w<&])([@#][a-z0-9][\w.-]*)/gi)) found.push(name ?? '')
  }
  return found
}

/** Links, outside code, whose label is not their target. */
export function hiddenLinksIn(passages: readonly Passage[]): readonly HiddenLink[] {
  const found: HiddenLink[] = []
  const note = (label: string, target: string) => {
    if (plainLink(label) !== plainLink(target)) found.push({ label, target })
  }
  for (const passage of passages) {
    if (passage.syntax === 'plain') continue
    const text = withoutCode(passage)
    for (const [, target, label] of text.matchAll(/<([a-z][a-z0-9+.-]*:[^>|\s]+)\|([^>]*)>/gi))
      note(label ?? '', target ?? '')
    if (passage.syntax !== 'markdown') continue
    for (const [, label, target] of text.matchAll(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(\s*<?([^)\s>]+)[^)]*\)/g)) {
      note(label ?? '', target ?? '')
    }
    const targets = new Map<string, string>()
    for (const [, label, target] of text.matchAll(/^ {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s|$)/gm)) {
      targets.set((label ?? '').toLowerCase(), target ?? '')
    }
    if (targets.size === 0) continue
    for (const [, label, reference] of text.matchAll(/(?<!\\)\[([^\]]+)\](?:\[([^\]]*)\])?(?![:(])/g)) {
      const target = targets.get((reference || label || '').toLowerCase())
      if (target !== undefined) note(label ?? '', target)
    }
  }
  return found
}

const plainLink = (text: string): string =>
  text
    .replaceAll('&amp;', '&')
    .replace(/^mailto:/, '')
    .replace(/\\(.)/g, '$1')
    .replace(/\/$/, '')
    .trim()
