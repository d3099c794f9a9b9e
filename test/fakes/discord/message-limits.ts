/** What Discord takes as a message. https://docs.discord.com/developers/resources/message */
import { isJson, type Json, objectsOf } from '../shared/json.ts'
import { checkMessageComponents } from './component-limits.ts'
import type { Problems } from './errors.ts'
import { checkLayout } from './layout-limits.ts'

/** Characters of a message's content. */
export const contentLimit = 2_000
const embedLimits = { title: 256, description: 4096 } as const
const embedTotal = 6_000

/**
 * Adds what is wrong with a message that is created or edited.
 *
 * @param prefix the path before its fields
 * @param layout it consists of layout components, since it was created or by its flags
 */
export function checkMessage(body: Json, problems: Problems, prefix: string, layout: boolean): void {
  const { nonce } = body
  if (typeof nonce === 'string') problems.length(`${prefix}nonce`, nonce, 0, 25)
  else if (nonce !== undefined && nonce !== null && !Number.isInteger(nonce))
    problems.add(`${prefix}nonce`, 'NONCE_TYPE_COERCE', 'Nonce must be a string or an integer.')
  if (layout) {
    checkLayout(body, problems, prefix)
    return
  }
  problems.length(`${prefix}content`, body['content'], 0, contentLimit)
  checkEmbeds(body['embeds'], problems, prefix)
  checkMessageComponents(body['components'], problems, prefix)
}

function checkEmbeds(value: unknown, problems: Problems, prefix: string): void {
  const embeds = objectsOf(value)
  problems.count(`${prefix}embeds`, embeds.length, 0, 10)
  let total = 0
  const field = (path: string, text: unknown, minimum: number, maximum: number) => {
    if (typeof text === 'string') total += [...text].length
    problems.length(path, text, minimum, maximum)
  }
  embeds.forEach((embed, index) => {
    const path = `${prefix}embeds.${index}`
    for (const [name, limit] of Object.entries(embedLimits)) field(`${path}.${name}`, embed[name], 0, limit)
    const { footer, author } = embed
    if (isJson(footer)) field(`${path}.footer.text`, footer['text'], 1, 2048)
    if (isJson(author)) field(`${path}.author.name`, author['name'], 1, 256)
    const fields = objectsOf(embed['fields'])
    problems.count(`${path}.fields`, fields.length, 0, 25)
    fields.forEach((one, place) => {
      field(`${path}.fields.${place}.name`, one['name'], 1, 256)
      field(`${path}.fields.${place}.value`, one['value'], 1, 1024)
    })
  })
  if (total > embedTotal)
    problems.add(
      `${prefix}embeds`,
      'MAX_EMBED_SIZE_EXCEEDED',
      `Embed size exceeds maximum size of ${embedTotal}`,
    )
}
