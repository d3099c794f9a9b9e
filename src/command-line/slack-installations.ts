import type { Config } from '../config.ts'
import { InputError } from '../errors.ts'
import { everyInstallation, Installations } from '../platforms/slack/installations.ts'
import { createSecretBox } from '../secret-box.ts'
import type { StoredInstallation } from '../store/installation-store.ts'
import type { Store } from '../store/store.ts'

/**
 * The stored installations with the operator's keys. Without keys they can be counted and removed, and their tokens
 * cannot be read.
 */
export function installationsIn(records: Store, { encryptionKey, encryptionKeyBefore }: Config) {
  const box = encryptionKey === undefined ? undefined : createSecretBox(encryptionKey, encryptionKeyBefore)
  const wait = async () => {}
  const opened = box && new Installations({ records, box, now: Date.now, wait })
  return {
    all: () => everyInstallation(records),
    /** Whether there is a key to read the tokens with. */
    isReadable: ({ keyId }: Pick<StoredInstallation, 'keyId'>) => box?.knows(keyId) === true,
    /** @throws {InputError} where it cannot be read */
    tokenOf(installation: StoredInstallation): string {
      if (!opened) throw new InputError('ENCRYPTION_KEY is not set: set it to what it is where the bot runs.')
      return opened.tokenOf(installation)
    },
  }
}

/**
 * The bot token with which a channel of `ADMIN_CHANNEL` is reached, and the channel without its workspace.
 *
 * @throws {InputError} where no workspace, or more than one, may be meant
 */
export async function tokenFor(
  channel: string,
  records: Store,
  config: Config,
): Promise<{ readonly token: string; readonly channel: string }> {
  const { all, tokenOf } = installationsIn(records, config)
  const [workspace, id = ''] = channel.includes('/') ? channel.split('/') : [undefined, channel]
  const found: StoredInstallation[] = []
  for await (const one of all()) if (workspace === undefined || one.workspace === workspace) found.push(one)
  const [only, ...others] = found
  if (only && others.length === 0) return { token: tokenOf(only), channel: id }
  throw new InputError(
    only
      ? 'Several workspaces have the Slack app: name one in ADMIN_CHANNEL, as in slack:T0123ABCD/C0123ABCD.'
      : `The Slack app is not installed in ${workspace === undefined ? 'any workspace' : `the workspace ${workspace}`} yet.`,
  )
}
