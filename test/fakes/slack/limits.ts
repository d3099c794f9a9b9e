/**
 * The limits that Slack documents for messages and views.
 * https://docs.slack.dev/reference/block-kit/blocks, …/block-elements, …/composition-objects, …/views,
 * https://docs.slack.dev/messaging/message-metadata
 */
import { isJson, type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'

/** Characters of Markdown in one message, over all its markdown blocks; also of one stream. */
export const maximumMarkdown = 12_000
/** Characters of a message that holds a markdown block; measured: https://github.com/slackapi/bolt-js/issues/2509 */
const maximumWithMarkdown = 13_200
/** Characters of `text` in chat.update; chat.postMessage cuts at 40,000 instead. */
export const maximumUpdateText = 4_000

/** A refusal in Slack's terms. */
export interface Refusal {
  readonly error: string
  readonly detail?: string
}

const refuse = (detail: string): Refusal => ({ error: 'invalid_blocks', detail })

interface Names {
  readonly blocks: Set<string>
  readonly actions: Set<string>
}

/** What is wrong with the blocks of a message or view; undefined if nothing is. */
export function blocksRefusal(blocks: unknown, maximum = 50): Refusal | undefined {
  if (blocks === undefined || blocks === '') return undefined
  if (!Array.isArray(blocks) || !blocks.every(isJson)) return { error: 'invalid_blocks_format' }
  if (blocks.length > maximum) return refuse(`no more than ${maximum} items allowed [json-pointer:/blocks]`)
  const blockIds = new Set<string>()
  let markdown = 0
  let others = 0
  for (const [index, block] of blocks.entries()) {
    // An action_id has to be unique in its block only.
    const refusal = blockRefusal(block, `/blocks/${index}`, { blocks: blockIds, actions: new Set() })
    if (refusal !== undefined) return refusal
    if (block['type'] === 'markdown') markdown += stringOf(block['text']).length
    else others += stringOf(objectOf(block['text'])['text']).length
  }
  const tooLong = markdown > maximumMarkdown || (markdown > 0 && markdown + others > maximumWithMarkdown)
  return tooLong ? { error: 'msg_blocks_too_long' } : undefined
}

const knownBlocks = new Set(
  'actions alert card carousel container context context_actions data_table divider file header image input markdown plan rich_text section table task_card video'.split(
    ' ',
  ),
)

function blockRefusal(block: Json, at: string, names: Names): Refusal | undefined {
  const type = stringOf(block['type'])
  if (!knownBlocks.has(type)) return refuse(`unsupported type: ${type} [json-pointer:${at}/type]`)
  const name = nameRefusal(block['block_id'], names.blocks, `${at}/block_id`)
  if (name !== undefined) return name
  switch (type) {
    case 'section': {
      const fields = objectsOf(block['fields'])
      if (!isJson(block['text']) && fields.length === 0)
        return refuse(`missing required field: text [json-pointer:${at}]`)
      if (fields.length > 10) return refuse(`no more than 10 items allowed [json-pointer:${at}/fields]`)
      return (
        textRefusal(block['text'], 3000, `${at}/text`) ??
        first(fields, (field, index) => textRefusal(field, 2000, `${at}/fields/${index}`)) ??
        (isJson(block['accessory'])
          ? elementRefusal(block['accessory'], `${at}/accessory`, names)
          : undefined)
      )
    }
    case 'header':
      return requiredText(block['text'], 150, `${at}/text`, ['plain_text'])
    case 'markdown':
      return typeof block['text'] === 'string' && block['text'] !== ''
        ? undefined
        : refuse(`must be more than 0 characters [json-pointer:${at}/text]`)
    case 'context':
      return elementsRefusal(block, at, 10, (element, path) =>
        element['type'] === 'image' ? undefined : requiredText(element, 3000, path),
      )
    case 'actions':
      return elementsRefusal(block, at, 25, (element, path) => elementRefusal(element, path, names))
    case 'context_actions':
      return elementsRefusal(block, at, 5, (element, path) =>
        element['type'] === 'feedback_buttons' || element['type'] === 'icon_button'
          ? elementRefusal(element, path, names)
          : refuse(`unsupported type: ${stringOf(element['type'])} [json-pointer:${path}/type]`),
      )
    case 'image': {
      if (stringOf(block['alt_text']) === '')
        return refuse(`missing required field: alt_text [json-pointer:${at}]`)
      if ((block['image_url'] === undefined) === (block['slack_file'] === undefined))
        return refuse(`must provide either image_url or slack_file [json-pointer:${at}]`)
      return lengthRefusal(block['alt_text'], 2000, `${at}/alt_text`)
    }
    case 'input':
      return (
        requiredText(block['label'], 2000, `${at}/label`, ['plain_text']) ??
        textRefusal(block['hint'], 2000, `${at}/hint`) ??
        elementRefusal(objectOf(block['element']), `${at}/element`, names)
      )
    default:
      return undefined
  }
}

function elementsRefusal(
  block: Json,
  at: string,
  maximum: number,
  check: (element: Json, path: string) => Refusal | undefined,
): Refusal | undefined {
  const elements = objectsOf(block['elements'])
  if (elements.length === 0) return refuse(`no fewer than 1 items allowed [json-pointer:${at}/elements]`)
  if (elements.length > maximum)
    return refuse(`no more than ${maximum} items allowed [json-pointer:${at}/elements]`)
  return first(elements, (element, index) => check(element, `${at}/elements/${index}`))
}

function elementRefusal(element: Json, at: string, names: Names): Refusal | undefined {
  const name = nameRefusal(element['action_id'], names.actions, `${at}/action_id`)
  if (name !== undefined) return name
  switch (element['type']) {
    case 'button':
      return (
        requiredText(element['text'], 75, `${at}/text`, ['plain_text']) ??
        lengthRefusal(element['value'], 2000, `${at}/value`) ??
        lengthRefusal(element['url'], 3000, `${at}/url`) ??
        styleRefusal(element['style'], at)
      )
    case 'feedback_buttons':
      return first(['positive_button', 'negative_button'], (side) => {
        const button = objectOf(element[side])
        return (
          requiredText(button['text'], 75, `${at}/${side}/text`, ['plain_text']) ??
          (typeof button['value'] === 'string'
            ? undefined
            : refuse(`missing required field: value [json-pointer:${at}/${side}]`)) ??
          lengthRefusal(button['value'], 2000, `${at}/${side}/value`)
        )
      })
    case 'radio_buttons':
    case 'checkboxes':
      return optionsRefusal(element, at, 10)
    case 'overflow':
      return optionsRefusal(element, at, 5)
    case 'static_select':
    case 'multi_static_select':
      return (
        textRefusal(element['placeholder'], 150, `${at}/placeholder`) ??
        (element['options'] === undefined ? undefined : optionsRefusal(element, at, 100))
      )
    case 'plain_text_input':
      return (
        textRefusal(element['placeholder'], 150, `${at}/placeholder`) ??
        lengthRefusal(element['initial_value'], 3000, `${at}/initial_value`) ??
        (Number(element['max_length'] ?? 0) > 3000
          ? refuse(`must be less than 3001 [json-pointer:${at}/max_length]`)
          : undefined)
      )
    case undefined:
      return refuse(`missing required field: type [json-pointer:${at}]`)
    default:
      return undefined
  }
}

function optionsRefusal(element: Json, at: string, maximum: number): Refusal | undefined {
  const options = objectsOf(element['options'])
  if (options.length === 0) return refuse(`no fewer than 1 items allowed [json-pointer:${at}/options]`)
  if (options.length > maximum)
    return refuse(`no more than ${maximum} items allowed [json-pointer:${at}/options]`)
  const wrong = first(options, (option, index) => {
    const path = `${at}/options/${index}`
    return (
      requiredText(option['text'], 75, `${path}/text`) ??
      textRefusal(option['description'], 75, `${path}/description`) ??
      lengthRefusal(option['value'], 150, `${path}/value`)
    )
  })
  if (wrong !== undefined || element['initial_option'] === undefined) return wrong
  const initial = JSON.stringify(element['initial_option'])
  return options.some((option) => JSON.stringify(option) === initial)
    ? undefined
    : refuse(`must provide one of the options [json-pointer:${at}/initial_option]`)
}

const styleRefusal = (style: unknown, at: string) =>
  style === undefined || style === 'primary' || style === 'danger'
    ? undefined
    : refuse(`must be a valid enum value [json-pointer:${at}/style]`)

function nameRefusal(name: unknown, taken: Set<string>, at: string): Refusal | undefined {
  if (name === undefined) return undefined
  const text = stringOf(name)
  if (text === '' || text.length > 255) return refuse(`must be less than 256 characters [json-pointer:${at}]`)
  if (taken.has(text))
    return refuse(`\`${at.split('/').at(-1)}\` already exists: ${text} [json-pointer:${at}]`)
  taken.add(text)
  return undefined
}

const lengthRefusal = (value: unknown, maximum: number, at: string): Refusal | undefined =>
  stringOf(value).length > maximum
    ? refuse(`must be less than ${maximum + 1} characters [json-pointer:${at}]`)
    : undefined

function textRefusal(value: unknown, maximum: number, at: string): Refusal | undefined {
  return value === undefined ? undefined : requiredText(value, maximum, at)
}

function requiredText(
  value: unknown,
  maximum: number,
  at: string,
  types = ['plain_text', 'mrkdwn'],
): Refusal | undefined {
  const object = objectOf(value)
  if (!types.includes(stringOf(object['type'])))
    return refuse(`must be one of ${types.join(', ')} [json-pointer:${at}/type]`)
  if (stringOf(object['text']) === '')
    return refuse(`must be more than 0 characters [json-pointer:${at}/text]`)
  return lengthRefusal(object['text'], maximum, `${at}/text`)
}

function first<T>(
  items: readonly T[],
  check: (item: T, index: number) => Refusal | undefined,
): Refusal | undefined {
  for (const [index, item] of items.entries()) {
    const refusal = check(item, index)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** Metadata is `{ event_type, event_payload }`; the payload's values are primitives, or lists and objects of them. */
export function metadataRefusal(metadata: unknown): Refusal | undefined {
  if (metadata === undefined || metadata === '') return undefined
  const { event_type: type, event_payload: payload } = objectOf(metadata)
  if (!isJson(metadata) || typeof type !== 'string' || type === '' || !isJson(payload)) {
    return { error: 'invalid_metadata_format' }
  }
  const flat = (value: unknown, depth: number): boolean =>
    value === null ||
    typeof value !== 'object' ||
    (depth < 2 && Object.values(value).every((inner) => flat(inner, depth + 1)))
  return flat(payload, 0) ? undefined : { error: 'invalid_metadata_schema' }
}

/** What is wrong with a modal or a home view. Slack answers `invalid_arguments` and says where. */
export function viewRefusal(view: unknown): Refusal | undefined {
  if (!isJson(view))
    return { error: 'invalid_arguments', detail: 'must provide an object [json-pointer:/view]' }
  const modal = view['type'] === 'modal'
  const refusal =
    (modal ? requiredText(view['title'], 24, '/view/title', ['plain_text']) : undefined) ??
    (view['submit'] === undefined
      ? undefined
      : requiredText(view['submit'], 24, '/view/submit', ['plain_text'])) ??
    (view['close'] === undefined
      ? undefined
      : requiredText(view['close'], 24, '/view/close', ['plain_text'])) ??
    lengthRefusal(view['private_metadata'], 3000, '/view/private_metadata') ??
    lengthRefusal(view['callback_id'], 255, '/view/callback_id') ??
    blocksRefusal(view['blocks'] ?? [], 100) ??
    (modal &&
    view['submit'] === undefined &&
    objectsOf(view['blocks']).some((block) => block['type'] === 'input')
      ? refuse('missing required field: submit [json-pointer:/view]')
      : undefined)
  return (
    refusal && {
      error: 'invalid_arguments',
      ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    }
  )
}
