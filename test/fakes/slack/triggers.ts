/** The permits that come with an interaction: trigger ids, and response URLs. */

/** Milliseconds. https://docs.slack.dev/interactivity/handling-user-interaction */
const triggerLifetime = 3_000
const responseLifetime = 30 * 60_000
const responseUses = 5

interface ResponsePermit {
  readonly user: string
  readonly channel: string
  readonly threadTs: string | undefined
  /** The message that the person acted on; undefined for a command. */
  readonly messageTs: string | undefined
  readonly ephemeral: boolean
  readonly until: number
  uses: number
}

export class Triggers {
  private readonly triggers = new Map<
    string,
    { user: string; viewId: string | undefined; until: number; used: boolean }
  >()
  private readonly responses = new Map<string, ResponsePermit>()
  private readonly now: () => number
  private counter = 0

  constructor(now: () => number) {
    this.now = now
  }

  trigger(user: string, viewId?: string): string {
    this.counter += 1
    const id = `${this.counter}.${this.counter}.trigger`
    this.triggers.set(id, { user, viewId, until: this.now() + triggerLifetime, used: false })
    return id
  }

  /** Spends a trigger; a string is the reason why it cannot be. */
  spend(id: string): { readonly user: string; readonly viewId: string | undefined } | string {
    const trigger = this.triggers.get(id)
    if (trigger === undefined) return 'invalid_trigger_id'
    if (trigger.used) return 'exchanged_trigger_id'
    if (this.now() > trigger.until) return 'expired_trigger_id'
    trigger.used = true
    return trigger
  }

  /** The path of a new response URL. */
  responsePath(permit: Omit<ResponsePermit, 'uses' | 'until'>): string {
    this.counter += 1
    const path = `/response/${this.counter}`
    this.responses.set(path, { ...permit, until: this.now() + responseLifetime, uses: 0 })
    return path
  }

  /** Uses a response URL once; a string is the reason why it cannot be. */
  useResponse(path: string): ResponsePermit | string {
    const permit = this.responses.get(path)
    if (permit === undefined || this.now() > permit.until) return 'expired_url'
    if (permit.uses >= responseUses) return 'used_url'
    permit.uses += 1
    return permit
  }
}
