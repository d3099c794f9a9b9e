import { COMMANDS } from '../../commands/index.ts'
import { type BotOptions, createBot } from '../../src/bot.ts'
import type { Bot, IncomingMessage, Person } from '../../src/bot-types.ts'
import { CODEBOOK } from '../../src/crowd/codebook.ts'
import { createPseudonyms } from '../../src/crowd/pseudonym.ts'
import type { MessageKey, Place } from '../../src/domain.ts'
import { ModelError } from '../../src/errors.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import type { Done, ReplyEvent } from '../../src/reply-events.ts'
import type { Store } from '../../src/store/store.ts'
import { respondParts } from './respond-parts.ts'
import { planting, watchedLogger } from './watched-logs.ts'

export const ANA: Person = { platform: 'test', workspace: 'w', user: 'ana' }
export const BEN: Person = { platform: 'test', workspace: 'w', user: 'ben' }

/** The real bot over a store, with the given models under their ids; the first is the default. */
export function botOver(store: Store, models: readonly ChatModel[], replaced: Partial<BotOptions> = {}): Bot {
  const bot = createBot({
    ...respondParts(),
    newId: () => crypto.randomUUID(),
    store,
    models: {
      choices: () => models.map(({ id, family, kind }) => ({ id, family, scripted: kind === 'scripted' })),
      get(id) {
        const model = models.find((candidate) => candidate.id === id)
        if (!model) throw new ModelError('unknown_model', `There is no model ${id}.`)
        return model
      },
    },
    commands: COMMANDS,
    codebook: CODEBOOK,
    pseudonym: createPseudonyms('a key for tests only'),
    isAdmin: ({ user }) => user === 'ana',
    defaultModel: models[0]?.id ?? 'none:none',
    instance: 'test-process',
    now: Date.now,
    logger: watchedLogger,
    ...replaced,
  })
  return planting(bot)
}

/** A message that opens a conversation, or continues the one of `thread`. */
export function messageOf(text: string, id: string, thread = id, author = ANA): IncomingMessage {
  const place: Place = { platform: 'test', workspace: 'w', channel: 'general', thread }
  const key: MessageKey = { platform: 'test', workspace: 'w', channel: 'general', message: id }
  return { key, place, author, text }
}

/** The `done` event of an exchange; undefined for a duplicate. */
export async function doneOf(events: AsyncIterable<ReplyEvent>): Promise<Done | undefined> {
  let done: Done | undefined
  for await (const event of events) if (event.type === 'done') done = event
  return done
}
