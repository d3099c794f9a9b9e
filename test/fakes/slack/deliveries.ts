/**
 * What Slack sends to an app, over whichever transport the app uses, and what it does when the app does not
 * acknowledge within three seconds. Events are sent again, up to three times; commands and interactions are not.
 * https://docs.slack.dev/apis/events-api/#errors
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Json, stringOf } from '../shared/json.ts'
import { appId, type Team } from './workspace.ts'

export type DeliveryKind = 'event' | 'command' | 'interaction'

export interface Packet {
  readonly kind: DeliveryKind
  readonly payload: Json
  readonly retry?: { readonly number: number; readonly reason: string }
}

/** What came back for one packet; milliseconds until it did. */
export type Receipt =
  | { readonly acknowledged: true; readonly milliseconds: number; readonly body: Json }
  | {
      readonly acknowledged: false
      readonly milliseconds: number
      readonly reason: string
      readonly giveUp?: boolean
    }

export interface Transport {
  send(packet: Packet, timeout: number): Promise<Receipt>
}

/** One acknowledged delivery. */
export interface Ack {
  readonly kind: DeliveryKind
  /** The event's type; the command; the interaction's type. */
  readonly name: string
  readonly milliseconds: number
}

export interface Unacknowledged {
  readonly kind: DeliveryKind
  readonly name: string
  readonly reason: string
}

export interface DeliveryOptions {
  readonly team: Team
  /** How many times each event is sent at once, each in an envelope of its own. */
  deliveries: number
  /** Milliseconds that the app has to acknowledge. */
  readonly ackTimeout: number
  /** Milliseconds before each retry of an event. */
  readonly retryWaits: readonly number[]
  /** `message.channels`, `reaction_added`, …; an event of another name is not sent. */
  readonly subscriptions: ReadonlySet<string>
}

/**
 * Where things happen: in our workspace; in another one that has the app too; or in a channel that we share with
 * another one, whose people act in it (https://docs.slack.dev/apis/slack-connect).
 */
export type Origin = 'here' | 'elsewhere' | 'shared-channel'

export class Deliveries {
  origin: Origin = 'here'

  readonly acks: Ack[] = []
  readonly unacknowledged: Unacknowledged[] = []
  private readonly transport: Transport
  private readonly options: DeliveryOptions
  private readonly now: () => number
  private readonly open = new Set<Promise<unknown>>()
  private readonly over = new AbortController()
  private eventCounter = 0

  constructor(transport: Transport, options: DeliveryOptions, now: () => number) {
    this.transport = transport
    this.options = options
    this.now = now
  }

  /** The workspace of whoever acts. */
  get actingTeam(): string {
    const { teamId, otherTeamId } = this.options.team
    return this.origin === 'here' ? teamId : otherTeamId
  }

  /** The workspace that the app was installed in to be told of this. */
  get installedTeam(): string {
    const { teamId, otherTeamId } = this.options.team
    return this.origin === 'elsewhere' ? otherTeamId : teamId
  }

  /** Sends an event to the app if it subscribed to it. Does not wait. */
  event(event: Json): void {
    if (!this.options.subscriptions.has(subscriptionOf(event))) return
    this.eventCounter += 1
    const { botUserId, enterpriseId } = this.options.team
    const payload: Json = {
      token: 'verification',
      team_id: this.actingTeam,
      context_team_id: this.installedTeam,
      context_enterprise_id: enterpriseId ?? null,
      api_app_id: appId,
      event,
      type: 'event_callback',
      event_id: `Ev${String(this.eventCounter).padStart(9, '0')}`,
      event_time: Math.floor(this.now() / 1000),
      authorizations: [
        {
          enterprise_id: enterpriseId ?? null,
          team_id: this.installedTeam,
          user_id: botUserId,
          is_bot: true,
          is_enterprise_install: enterpriseId !== undefined,
        },
      ],
      is_ext_shared_channel: this.origin === 'shared-channel',
      event_context: `4-event-${this.eventCounter}`,
    }
    for (let copy = 0; copy < this.options.deliveries; copy += 1) this.track(this.persist(payload))
  }

  /** Sends a command or an interaction, once. */
  async once(kind: 'command' | 'interaction', payload: Json): Promise<Receipt> {
    const sending = this.attempt({ kind, payload })
    this.track(sending)
    return sending
  }

  /** Resolves when nothing is under way and nothing waits to be sent again. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.allSettled([...this.open])
  }

  close(): void {
    this.over.abort()
  }

  private track(work: Promise<unknown>): void {
    this.open.add(work)
    void work.then(
      () => this.open.delete(work),
      () => this.open.delete(work),
    )
  }

  private async persist(payload: Json): Promise<void> {
    let receipt = await this.attempt({ kind: 'event', payload })
    for (const [index, wait] of this.options.retryWaits.entries()) {
      if (receipt.acknowledged || receipt.giveUp) return
      try {
        await sleep(wait, undefined, { signal: this.over.signal, ref: false })
      } catch {
        return
      }
      receipt = await this.attempt({
        kind: 'event',
        payload,
        retry: { number: index + 1, reason: receipt.reason },
      })
    }
  }

  private async attempt(packet: Packet): Promise<Receipt> {
    const receipt = await this.transport.send(packet, this.options.ackTimeout)
    const { kind, payload } = packet
    const name = nameOf(payload)
    if (receipt.acknowledged) this.acks.push({ kind, name, milliseconds: receipt.milliseconds })
    else this.unacknowledged.push({ kind, name, reason: receipt.reason })
    return receipt
  }
}

function nameOf(payload: Json): string {
  const { event } = payload
  if (typeof event === 'object' && event !== null && 'type' in event) return stringOf(event.type)
  return stringOf(payload['command']) || stringOf(payload['type'])
}

const messageSubscriptions: Readonly<Record<string, string>> = {
  channel: 'message.channels',
  group: 'message.groups',
  im: 'message.im',
}

function subscriptionOf(event: Json): string {
  const type = stringOf(event['type'])
  return type === 'message' ? (messageSubscriptions[stringOf(event['channel_type'])] ?? type) : type
}
