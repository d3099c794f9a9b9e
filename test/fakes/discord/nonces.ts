/** Nonces of the last minutes and the messages that were posted with them. https://docs.discord.com/developers/resources/message#create-message */
import type { StoredMessage } from './state.ts'

/** Milliseconds; Discord says "the past few minutes". */
const remembered = 3 * 60_000

export class Nonces {
  private readonly messages = new Map<string, { readonly message: StoredMessage; readonly at: number }>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  find(nonce: string): StoredMessage | undefined {
    const known = this.messages.get(nonce)
    return known !== undefined && this.now() - known.at < remembered ? known.message : undefined
  }

  keep(nonce: string, message: StoredMessage): void {
    this.messages.delete(nonce)
    this.messages.set(nonce, { message, at: this.now() })
    for (const [old, { at }] of this.messages) {
      if (this.now() - at < remembered) break
      this.messages.delete(old)
    }
  }
}
