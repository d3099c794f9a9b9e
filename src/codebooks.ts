import type { Bot, ReactionGuide, SettingName } from './bot-types.ts'
import { type Codebook, entryLabelled } from './crowd/codebook.ts'
import { changedEmoji, codebookWith, emojiChoices, labelOfSetting } from './crowd/workspace-codebook.ts'
import { scopeKey, type Workspace, workspaceKey } from './places.ts'
import type { Store } from './store/store.ts'

/** Under which name a channel remembers the version of the codebook that was explained there. */
const EXPLAINED = 'codebook_explained'

/** Who has set what nobody has set by hand. */
const BY_ITSELF = 'recourse'

/**
 * The codebook of every workspace, and where people have been told what its reactions mean: once a channel, and
 * anew when the emoji change.
 */
export function createCodebooks(options: {
  readonly store: Store
  /** What labels mean, and their emoji where a workspace has not chosen others. */
  readonly codebook: Codebook
  /** Milliseconds since 1970. */
  readonly now: () => number
}) {
  const { store, codebook, now } = options

  async function choicesAt(workspace: Workspace) {
    const key = workspaceKey(workspace)
    return emojiChoices((await store.settings([key])).get(key))
  }

  async function codebookAt(workspace: Workspace): Promise<Codebook> {
    return codebookWith(codebook, await choicesAt(workspace))
  }

  async function keysOf(exchangeId: string) {
    const place = await store.placeOf(exchangeId)
    const channel = place && scopeKey('channel', place)
    return channel && { channel, workspace: workspaceKey(place) }
  }

  async function guideFor(exchangeId: string): Promise<ReactionGuide | undefined> {
    const keys = await keysOf(exchangeId)
    if (!keys) return undefined
    const settings = await store.settings([keys.workspace, keys.channel])
    const own = codebookWith(codebook, emojiChoices(settings.get(keys.workspace)))
    return { codebook: own, isNew: settings.get(keys.channel)?.get(EXPLAINED) !== own.version }
  }

  async function guideShown(exchangeId: string, guide: ReactionGuide): Promise<void> {
    const keys = await keysOf(exchangeId)
    if (keys) await store.setSetting(keys.channel, EXPLAINED, guide.codebook.version, BY_ITSELF, now())
  }

  return {
    /** The part of the bot that concerns codebooks. */
    offered: { codebookAt, guideFor, guideShown } satisfies Partial<Bot>,
    /** The emoji that a setting has from the beginning; `undefined` for a setting of another kind. */
    defaultEmoji(name: SettingName): string | undefined {
      return entryLabelled(labelOfSetting(name) ?? '', codebook)?.emoji
    },
    /**
     * What to store for a setting: an emoji as the workspace's platform writes it, any other value as it is.
     *
     * @throws {InputError} where the emoji cannot be used
     */
    async valueToStore(workspace: Workspace, name: SettingName, value: string | undefined) {
      const label = labelOfSetting(name)
      if (label === undefined) return value
      const { platform } = workspace
      return changedEmoji(label, value, { codebook, choices: await choicesAt(workspace), platform })
    },
  }
}
