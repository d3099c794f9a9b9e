/**
 * Slack on loopback, for the real `@slack/bolt` app: the Web API, Socket Mode, HTTP delivery, streaming, and the
 * people of a small workspace. It knows nothing of the bot and keeps Slack's limits. Messages, reactions, views and
 * people are kept by the Slack service of the `emulate` package; what that lacks is here.
 *
 *     const slack = await startFakeSlack()
 *     new App({ token: slack.botToken, appToken: slack.appToken, socketMode: true, clientOptions: { slackApiUrl: slack.apiUrl } })
 *     // or, for an app that listens on HTTP with slack.signingSecret:
 *     slack.deliverTo('http://127.0.0.1:3000/slack/events')
 *     const ts = await slack.say(slack.people.ana, slack.channels.general, `<@${slack.botUserId}> hello`)
 *     await slack.until(() => slack.messages(slack.channels.general, { thread: ts }).some((m) => m.by === slack.botUserId))
 *     await slack.close()
 */
import type { AddressInfo } from 'node:net'
import type { ActiveFault } from '../shared/fault-rules.ts'
import type { Json } from '../shared/json.ts'
import { until } from '../shared/until.ts'
import { Announcer } from './announcer.ts'
import { type Ack, Deliveries, type Origin, type Transport, type Unacknowledged } from './deliveries.ts'
import { createFaults, type Fault, Pace } from './faults.ts'
import type { UploadedFile } from './file-methods.ts'
import { HttpDelivery } from './http-delivery.ts'
import { Interactions } from './interactions.ts'
import type { Slack } from './methods.ts'
import { People } from './people.ts'
import { SocketMode } from './socket-mode.ts'
import {
  type Ephemeral,
  type OpenedView,
  type SeenMessage,
  type StoredMessage,
  WorkspaceState,
} from './state.ts'
import { Streams } from './stream-methods.ts'
import { Triggers } from './triggers.ts'
import type { HiddenLink } from './visible-text.ts'
import { type ApiCall, createWebApi } from './web-api.ts'
import {
  appId,
  botId,
  channels,
  defaultScopes,
  errorOf,
  ourTeam,
  people,
  startWorkspace,
  type Team,
} from './workspace.ts'

export interface FakeSlackOptions {
  /** The workspace; default one that needs no name. */
  readonly team?: Team
  /** Sends to the app in place of sockets of its own, as where one app serves several workspaces. */
  readonly transport?: Transport
  /** What the bot token is granted; a method that needs more answers `missing_scope`. */
  readonly scopes?: readonly string[]
  /** Events that the app is subscribed to; default: those of a chat bot, see `defaultSubscriptions`. */
  readonly subscriptions?: readonly string[]
  /** `missing`: the workspace has no streaming, and its methods answer `unknown_method`. Or the error to answer. */
  readonly streaming?: 'native' | 'missing' | { readonly error: string }
  /** Milliseconds after which Slack closes a stream by itself; default five minutes. */
  readonly streamLifetime?: number
  /** How many times each event is sent at once; default 1. */
  readonly deliveries?: number
  /** Milliseconds that the app has to acknowledge; default 3,000. */
  readonly ackTimeout?: number
  /** Milliseconds before each retry of an unacknowledged event; default 0, one minute, five minutes. */
  readonly retryWaits?: readonly number[]
  /** Enforce Slack's rate limits; default no. */
  readonly pace?: boolean
  /** Send the bot's own messages and reactions back to it as events, as Slack does; default yes. */
  readonly echo?: boolean
  /** Keep calls and the history of what was shown; default yes. A benchmark does without. */
  readonly record?: boolean
  /** Called with every message that is posted, streamed to or changed, whether or not it shows any text yet. */
  readonly onShown?: (message: Readonly<StoredMessage>) => void
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number
}

export const defaultSubscriptions: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
]

type PeopleActs = Pick<People, 'say' | 'edit' | 'remove' | 'react' | 'unreact'>
type OfferActs = Pick<Interactions, 'click' | 'clickInView' | 'command' | 'shortcut' | 'submit' | 'openHome'>

export interface FakeSlack extends PeopleActs, OfferActs {
  /** `http://127.0.0.1:PORT/api/`, for `slackApiUrl`. */
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly teamId: string
  readonly appId: string
  readonly botUserId: string
  readonly botId: string
  readonly people: typeof people
  /** The bot is in all of them but `outside`. */
  readonly channels: typeof channels
  /** Somebody's direct messages with the bot. */
  dm(user: string): string
  /** The bot is invited to a channel; it is told with `member_joined_channel`. */
  invite(user: string, channel: string): Promise<void>

  /** Delivers over HTTP from here on, to each of the URLs in turn; with none, over Socket Mode again. */
  deliverTo(...urls: readonly string[]): void
  /** How many times each event is sent from here on. */
  deliverTimes(count: number): void
  /** Where what people do from here on happens, as far as the app is told. */
  actFrom(origin: Origin): void
  /** Tells the app of something that nobody here did. */
  tell(event: Json): void
  readonly transport: Transport
  /** Open sockets. */
  readonly sockets: number
  /** Tells every socket to go; the app is to open new ones. */
  disconnectSockets(reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void
  /** Cuts every socket. */
  dropSockets(): void
  readonly acks: readonly Ack[]
  /** Attempts that were not acknowledged in time. */
  readonly unacknowledged: readonly Unacknowledged[]
  /** Resolves when every delivery is acknowledged or given up. */
  settled(): Promise<void>

  messages(channel: string, within?: { readonly thread?: string }): readonly SeenMessage[]
  ephemerals(user: string): readonly Readonly<Ephemeral>[]
  /** Modals that were opened, oldest first; for one person or all. */
  openedViews(user?: string): readonly OpenedView[]
  homeOf(user: string): Json | undefined
  /** The status line of a thread now; empty where there is none. */
  statusOf(channel: string, thread: string): string
  /** Every status the thread had. */
  statusHistory(channel: string, thread: string): readonly string[]
  /** The arguments of every assistant.threads.setSuggestedPrompts. */
  readonly suggestedPrompts: readonly Json[]
  readonly threadTitles: readonly Json[]
  /** Every file that was uploaded, oldest first. */
  readonly files: () => readonly Readonly<UploadedFile>[]
  /** Every text that anybody was ever shown. */
  visibleHistory(): readonly string[]
  /**
   * Everyone whom the bot's messages would notify, as `@channel`, `@here`, `@everyone`, `@subteam^S…` or `@U…`, and the
   * channels they name, as `#C…`. Text in modals, App Home and status lines notifies nobody.
   */
  notified(): readonly string[]
  /** Links in the bot's visible text that say one thing and lead elsewhere. */
  hiddenLinks(): readonly HiddenLink[]

  fault(fault: Fault): ActiveFault
  readonly calls: readonly Readonly<ApiCall>[]
  /** How many calls there were, kept or not. */
  readonly callCount: number
  /** Waits until the condition holds. @throws after forty seconds, or as many milliseconds as given */
  until(condition: () => boolean, timeout?: number): Promise<void>
  close(): Promise<void>
}

const botToken = 'xoxb-fake-bot'
const appToken = 'xapp-fake-app'
/** Of the form Slack's own have. */
const signingSecret = '0123456789abcdef0123456789abcdef'

/** Starts the fake on a free port of loopback. */
export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const now = options.now ?? Date.now
  const record = options.record ?? true
  const scopes = options.scopes ?? defaultScopes
  const team = options.team ?? ourTeam
  const { teamId, botUserId } = team
  const workspace = await startWorkspace(botToken, scopes, team)
  const state = new WorkspaceState(record, now, botUserId, options.onShown)
  const faults = createFaults()
  const calls: ApiCall[] = []
  let callCount = 0

  const server = createWebApi(() => webApiParts)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  const socketMode = new SocketMode(server)
  let http: HttpDelivery | undefined
  const transport: Transport = {
    send: (packet, timeout) => (http ?? options.transport ?? socketMode).send(packet, timeout),
  }
  const deliveryOptions = {
    team,
    deliveries: options.deliveries ?? 1,
    ackTimeout: options.ackTimeout ?? 3_000,
    retryWaits: options.retryWaits ?? [0, 60_000, 300_000],
    subscriptions: new Set(options.subscriptions ?? defaultSubscriptions),
  }
  const deliveries = new Deliveries(transport, deliveryOptions, now)
  const announcer = new Announcer(workspace, state, deliveries)
  const streaming = options.streaming ?? 'native'
  const slack: Slack = {
    workspace,
    state,
    announcer,
    triggers: new Triggers(now),
    botToken,
    baseUrl,
    now,
    scopes,
    echo: options.echo ?? true,
    streamLifetime: options.streamLifetime ?? 5 * 60_000,
    streamingError:
      streaming === 'native' ? undefined : streaming === 'missing' ? 'unknown_method' : streaming.error,
  }
  const streams = new Streams(slack)
  const webApiParts = {
    slack,
    streams,
    faults,
    pace: options.pace === true ? new Pace(now) : undefined,
    onCall(call: ApiCall) {
      callCount += 1
      if (record) calls.push(call)
    },
    botToken,
    appToken,
    openConnection: () => `ws://127.0.0.1:${port}${socketMode.ticket()}`,
  }
  const acting = new People(workspace, state, announcer, streams)
  const offers = new Interactions(slack, deliveries, baseUrl)

  return {
    apiUrl: `${baseUrl}/api/`,
    botToken,
    appToken,
    signingSecret,
    teamId,
    appId,
    botUserId,
    botId,
    people,
    channels,
    dm: (user) => workspace.dm(user),
    async invite(user, channel) {
      const invitation = { channel, users: botUserId }
      const error = errorOf(await workspace.call('conversations.invite', invitation, workspace.tokenOf(user)))
      if (error !== undefined) throw new Error(`${user} could not invite the bot: ${error}`)
      workspace.join(channel)
      deliveries.event({
        type: 'member_joined_channel',
        user: botUserId,
        channel,
        channel_type: 'C',
        team: teamId,
        inviter: user,
        event_ts: state.nextTs(),
      })
    },
    say: (...args) => acting.say(...args),
    edit: (...args) => acting.edit(...args),
    remove: (...args) => acting.remove(...args),
    react: (...args) => acting.react(...args),
    unreact: (...args) => acting.unreact(...args),
    click: (...args) => offers.click(...args),
    clickInView: (...args) => offers.clickInView(...args),
    command: (...args) => offers.command(...args),
    shortcut: (...args) => offers.shortcut(...args),
    submit: (...args) => offers.submit(...args),
    openHome: (...args) => offers.openHome(...args),
    deliverTo(...urls) {
      http?.close()
      http = urls.length === 0 ? undefined : new HttpDelivery(urls, signingSecret, now)
    },
    deliverTimes(count) {
      deliveryOptions.deliveries = count
    },
    actFrom(origin) {
      deliveries.origin = origin
    },
    tell: (event) => deliveries.event({ event_ts: state.nextTs(), ...event }),
    transport,
    get sockets() {
      return socketMode.connected
    },
    disconnectSockets: (reason = 'refresh_requested') => socketMode.requestDisconnect(reason),
    dropSockets: () => socketMode.drop(),
    acks: deliveries.acks,
    unacknowledged: deliveries.unacknowledged,
    settled: () => deliveries.settled(),
    messages(channel, within = {}) {
      streams.closeExpired()
      return state.seen(channel, within.thread)
    },
    ephemerals: (user) => state.ephemerals.filter((one) => one.user === user && !one.deleted),
    openedViews: (user) => [...state.views.values()].filter((one) => user === undefined || one.user === user),
    homeOf: (user) => state.homes.get(user),
    statusOf: (channel, thread) => state.statuses.get(`${channel} ${thread}`)?.at(-1) ?? '',
    statusHistory: (channel, thread) => state.statuses.get(`${channel} ${thread}`) ?? [],
    suggestedPrompts: state.suggestedPrompts,
    threadTitles: state.titles,
    files: () => [...state.files.values()],
    visibleHistory: () => state.visibleHistory(),
    notified: () => state.notified(),
    hiddenLinks: () => state.hiddenLinks(),
    fault: (fault) => faults.add(fault),
    calls,
    get callCount() {
      return callCount
    },
    until,
    async close() {
      deliveries.close()
      socketMode.close()
      http?.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await workspace.close()
    },
  }
}
