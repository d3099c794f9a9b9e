/** Whom a message mentions, and whom of them it notifies. https://docs.discord.com/developers/resources/message#allowed-mentions-object */
import { isJson } from '../shared/json.ts'
import type { Problems } from './errors.ts'

export interface AllowedMentions {
  /** Of `users`, `roles`, `everyone`, the kinds that are taken from the text. */
  readonly parse: ReadonlySet<string>
  readonly users: ReadonlySet<string>
  readonly roles: ReadonlySet<string>
  readonly repliedUser: boolean
}

export interface Mentions {
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly everyone: boolean
  /** Those who are told, as `@ID`, `@&ID` of a role, `@everyone` or `@here`. */
  readonly told: readonly string[]
}

export const noMentions: Mentions = { users: [], roles: [], everyone: false, told: [] }

/** What holds where a request has no `allowed_mentions`: everything is parsed. */
export const defaultMentions: AllowedMentions = {
  parse: new Set(['users', 'roles', 'everyone']),
  users: new Set(),
  roles: new Set(),
  repliedUser: true,
}

/** Reads `allowed_mentions` of a request and adds what is wrong with it to the problems. */
export function readAllowedMentions(value: unknown, problems: Problems): AllowedMentions {
  if (!isJson(value)) return defaultMentions
  const texts = (name: string) => {
    const list = value[name]
    return new Set(Array.isArray(list) ? list.map(String) : [])
  }
  const [parse, users, roles] = [texts('parse'), texts('users'), texts('roles')]
  for (const kind of parse) {
    if (!defaultMentions.parse.has(kind))
      problems.add(
        'allowed_mentions.parse',
        'BASE_TYPE_CHOICES',
        "Value must be one of {'users', 'roles', 'everyone'}.",
      )
  }
  const lists: readonly [string, ReadonlySet<string>][] = [
    ['users', users],
    ['roles', roles],
  ]
  for (const [name, ids] of lists) {
    if (ids.size > 100) problems.count(`allowed_mentions.${name}`, ids.size, 0, 100)
    if (ids.size > 0 && parse.has(name)) {
      const message = `parse:["${name}"] and ${name}: [ids...] are mutually exclusive.`
      problems.add('allowed_mentions', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message)
    }
  }
  return { parse, users, roles, repliedUser: value['replied_user'] === true }
}

export interface MentionContext {
  readonly allowed: AllowedMentions
  /** The author may mention everyone, and every role. */
  readonly mayMentionAll: boolean
  readonly isUser: (id: string) => boolean
  /** The role's own `mentionable`; undefined where there is no such role. */
  readonly mentionable: (role: string) => boolean | undefined
  /** The author of the message that is replied to. */
  readonly repliedTo: string | undefined
}

const code = /```[\s\S]*?```|`[^`\n]+`/g
const mention = /<@(&|!?)(\d{15,20})>/g

/** The mentions that hold in this text. */
export function mentionsIn(content: string, context: MentionContext): Mentions {
  const { allowed, repliedTo } = context
  const users = new Set<string>()
  const roles = new Set<string>()
  const told = new Set<string>()
  let everyone = false
  if (content.includes('@')) {
    const text = content.includes('`') ? content.replace(code, ' ') : content
    for (const [, kind, id = ''] of text.matchAll(mention)) {
      if (kind === '&') {
        const mentionable = context.mentionable(id)
        if (mentionable === undefined || !(allowed.parse.has('roles') || allowed.roles.has(id))) continue
        roles.add(id)
        if (mentionable || context.mayMentionAll) told.add(`@&${id}`)
      } else if (context.isUser(id) && (allowed.parse.has('users') || allowed.users.has(id))) {
        users.add(id)
        told.add(`@${id}`)
      }
    }
    if (context.mayMentionAll && allowed.parse.has('everyone')) {
      for (const [word] of text.matchAll(/@everyone|@here/g)) {
        everyone = true
        told.add(word)
      }
    }
  }
  if (repliedTo !== undefined && allowed.repliedUser) {
    users.add(repliedTo)
    told.add(`@${repliedTo}`)
  }
  return { users: [...users], roles: [...roles], everyone, told: [...told] }
}
