/**
 * Discord's gateway, version 10, in JSON over WebSocket.
 * https://docs.discord.com/developers/events/gateway
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isJson, type Json, objectOf, stringOf } from '../shared/json.ts'
import { GatewaySession } from './gateway-session.ts'
import { intentOf, intents, knownIntents, privilegedIntents } from './intents.ts'
import type { Reader } from './wire.ts'
import { shardOf } from './world.ts'

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

const commandsPerMinute = 120

export interface GatewayOptions {
  readonly token: string
  /** Milliseconds between two heartbeats. */
  readonly heartbeatInterval: number
  readonly maxConcurrency: number
  /** Milliseconds in which each of the `maxConcurrency` keys may identify once. */
  readonly identifyWindow: number
  /** The fewest shards that the bot's guilds need; fewer are refused with 4011. */
  readonly requiredShards: number
  /** Privileged intents that the portal grants. */
  readonly granted: number
  /** The URL that clients resume at. */
  readonly url: () => string
  readonly now: () => number
  /** Does something when so many milliseconds have passed. */
  readonly after: (milliseconds: number, run: () => void) => void
  /** READY without its session's own fields. */
  readonly ready: (shard: number, shards: number) => Json
  /** The payloads of GUILD_CREATE, in order. */
  readonly guildsOf: (shard: number, shards: number) => readonly Json[]
  /** The payload of GUILD_MEMBERS_CHUNK for a request; undefined where there is no such guild. */
  readonly membersOf: (request: Json) => Json | undefined
}

/** An event on its way to whoever has the intent for it. */
export interface GatewayEvent {
  readonly type: string
  /** Undefined for direct messages; those go to shard 0. */
  readonly guildId: string | undefined
  readonly payload: (reader: Reader) => Json
}

/** One accepted IDENTIFY. */
export interface Identified {
  readonly session: string
  readonly shard: number
  readonly shards: number
  readonly intents: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How events are delivered. */
interface DeliveryManner {
  times: number
  delay: number
  only: RegExp | undefined
}

export class Gateway {
  readonly identified: Identified[] = []
  /** Close codes that the fake sent. */
  readonly closed: number[] = []
  readonly manner: DeliveryManner = { times: 1, delay: 0, only: undefined }
  /** Whether sessions begin with READY; else nothing is heard in them. */
  saysReady = true
  starts = 0
  resumed = 0
  /** How many times a client was told that its session is invalid. */
  refused = 0
  private readonly sessions = new Map<string, GatewaySession>()
  private readonly bySocket = new Map<WebSocket, GatewaySession>()
  private readonly lastIdentify = new Map<number, number>()
  private readonly server = new WebSocketServer({ noServer: true, clientTracking: true })
  private readonly httpServer: Server
  private readonly options: GatewayOptions
  private counter = 0

  constructor(httpServer: Server, options: GatewayOptions) {
    this.httpServer = httpServer
    this.options = options
    httpServer.on('upgrade', this.upgrade)
  }

  /** Sessions with an open socket. */
  get connected(): readonly GatewaySession[] {
    return [...this.sessions.values()].filter((session) => session.socket !== undefined)
  }

  /** Sends an event to every session of its shard; twice or late if so asked. */
  dispatch(event: GatewayEvent): void {
    const { times, delay, only } = this.manner
    const special = only === undefined || only.test(event.type)
    for (let copy = 0; copy < (special ? times : 1); copy += 1) {
      if (!special || delay === 0) this.deliver(event)
      else this.options.after(delay, () => this.deliver(event))
    }
  }

  /** Cuts sockets, of one shard or all. @param resumable whether the sessions live on; else they are forgotten */
  drop(shard: number | undefined, resumable: boolean): void {
    for (const session of [...this.sessions.values()]) {
      if (shard !== undefined && session.shard !== shard) continue
      const { socket } = session
      if (!resumable) this.sessions.delete(session.id)
      this.detach(session)
      socket?.terminate()
    }
  }

  requestReconnect(shard: number | undefined): void {
    for (const session of this.connected) {
      if (shard === undefined || session.shard === shard)
        this.send(session.socket, { op: op.reconnect, d: null })
    }
  }

  /** Declares sessions invalid. @param resumable whether the client may try to resume them */
  invalidate(shard: number | undefined, resumable: boolean): void {
    for (const session of this.connected) {
      if (shard !== undefined && session.shard !== shard) continue
      const { socket } = session
      if (!resumable) this.sessions.delete(session.id)
      // The session has no socket from here on; a client that resumes brings its own again.
      this.detach(session)
      this.send(socket, { op: op.invalidSession, d: resumable })
    }
  }

  close(): void {
    this.httpServer.off('upgrade', this.upgrade)
    for (const socket of this.server.clients) socket.terminate()
    this.server.close()
  }

  private deliver(event: GatewayEvent): void {
    const needed = intentOf(event.type, event.guildId === undefined)
    let open: string | undefined
    let blank: string | undefined
    for (const session of this.sessions.values()) {
      if (needed !== 0 && (session.intents & needed) === 0) continue
      const shard = event.guildId === undefined ? 0 : shardOf(event.guildId, session.shards)
      if (session.shard !== shard) continue
      if ((session.intents & intents.messageContent) !== 0) {
        open ??= JSON.stringify(event.payload({ messageContent: true }))
        session.dispatch(event.type, open)
      } else {
        blank ??= JSON.stringify(event.payload({ messageContent: false }))
        session.dispatch(event.type, blank)
      }
    }
  }

  private readonly upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    this.server.handleUpgrade(request, stream, head, (socket) => {
      const { searchParams } = url
      if (searchParams.get('v') !== '10') this.shut(socket, 4012)
      else if (searchParams.get('encoding') !== 'json' || searchParams.has('compress'))
        this.shut(socket, 4002)
      else this.welcome(socket)
    })
  }

  private welcome(socket: WebSocket): void {
    const heard: number[] = []
    /** https://docs.discord.com/developers/events/gateway#rate-limiting */
    const tooMany = (packet: Json): number | undefined => {
      if (packet['op'] === op.heartbeat) return undefined
      const now = this.options.now()
      heard.push(now)
      const oldest = heard.length > commandsPerMinute ? heard.shift() : undefined
      return oldest !== undefined && now - oldest < 60_000 ? 4008 : undefined
    }
    socket.on('message', (data) => {
      let packet: unknown
      try {
        packet = JSON.parse(String(data))
      } catch {
        packet = undefined
      }
      const refused = isJson(packet) ? (tooMany(packet) ?? this.hear(socket, packet)) : 4002
      if (refused !== undefined) this.shut(socket, refused)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      const session = this.bySocket.get(socket)
      if (session === undefined) return
      this.detach(session)
      // A client that says goodbye with one of these ends its session; after any other code it may resume.
      if (code === 1000 || code === 1001) this.sessions.delete(session.id)
    })
    this.send(socket, {
      op: op.hello,
      d: { heartbeat_interval: this.options.heartbeatInterval, _trace: ['["fake"]'] },
    })
  }

  /** The code to close with, if the packet is refused. */
  private hear(socket: WebSocket, packet: Json): number | undefined {
    switch (packet['op']) {
      case op.heartbeat:
        this.send(socket, { op: op.heartbeatAck, d: null })
        return undefined
      case op.identify:
        return this.identify(socket, objectOf(packet['d']))
      case op.resume:
        return this.resume(socket, objectOf(packet['d']))
      case op.requestMembers:
        return this.listMembers(this.bySocket.get(socket), objectOf(packet['d']))
      case op.presence:
      case op.voice:
        return this.bySocket.has(socket) ? undefined : 4003
      default:
        return 4001
    }
  }

  private identify(socket: WebSocket, data: Json): number | undefined {
    const { options } = this
    if (this.bySocket.has(socket)) return 4005
    if (stringOf(data['token']).replace(/^Bot /, '') !== options.token) return 4004
    const asked = data['intents']
    if (typeof asked !== 'number' || (asked & ~knownIntents) !== 0) return 4013
    if ((asked & privilegedIntents & ~options.granted) !== 0) return 4014
    const pair = Array.isArray(data['shard']) ? data['shard'].map(Number) : [0, 1]
    const [shard = 0, shards = 1] = pair
    if (!(Number.isInteger(shard) && Number.isInteger(shards) && shard >= 0 && shard < shards)) return 4010
    if (shards < options.requiredShards) return 4011
    const key = shard % options.maxConcurrency
    const now = options.now()
    if (now - (this.lastIdentify.get(key) ?? Number.NEGATIVE_INFINITY) < options.identifyWindow)
      return this.refuseSession(socket)
    this.lastIdentify.set(key, now)
    this.starts += 1
    this.counter += 1
    const session = new GatewaySession(`session${this.counter}`, [shard, shards], asked, socket)
    this.sessions.set(session.id, session)
    this.bySocket.set(socket, session)
    this.identified.push({ session: session.id, shard, shards, intents: asked, at: now })
    if (!this.saysReady) return undefined
    const ready = {
      ...options.ready(shard, shards),
      v: 10,
      session_id: session.id,
      resume_gateway_url: options.url(),
      session_type: 'normal',
      shard: [shard, shards],
    }
    session.dispatch('READY', JSON.stringify(ready))
    const listed = (asked & intents.guilds) === 0 ? [] : options.guildsOf(shard, shards)
    for (const guild of listed) session.dispatch('GUILD_CREATE', JSON.stringify(guild))
    return undefined
  }

  /** @returns the code to close with, if the session may not ask */
  private listMembers(session: GatewaySession | undefined, request: Json): number | undefined {
    if (session === undefined) return 4003
    const everybody = request['user_ids'] === undefined && stringOf(request['query']) === ''
    if (everybody && (session.intents & intents.guildMembers) === 0) return 4014
    const members = this.options.membersOf(request)
    if (members !== undefined) session.dispatch('GUILD_MEMBERS_CHUNK', JSON.stringify(members))
    return undefined
  }

  private resume(socket: WebSocket, data: Json): number | undefined {
    if (this.bySocket.has(socket)) return 4005
    if (stringOf(data['token']).replace(/^Bot /, '') !== this.options.token) return 4004
    const session = this.sessions.get(stringOf(data['session_id']))
    const after = Number(data['seq'])
    if (session === undefined) return this.refuseSession(socket)
    if (!(after <= session.seq)) {
      this.sessions.delete(session.id)
      return 4007
    }
    const { socket: former } = session
    this.detach(session)
    former?.terminate()
    session.socket = socket
    this.resumed += 1
    this.bySocket.set(socket, session)
    if (!session.replay(after)) {
      this.detach(session)
      this.sessions.delete(session.id)
      return this.refuseSession(socket)
    }
    session.dispatch('RESUMED', '{"_trace":["fake"]}')
    return undefined
  }

  private refuseSession(socket: WebSocket): undefined {
    this.refused += 1
    this.send(socket, { op: op.invalidSession, d: false })
  }

  private detach(session: GatewaySession): void {
    if (session.socket !== undefined) this.bySocket.delete(session.socket)
    session.socket = undefined
  }

  private shut(socket: WebSocket, code: number): void {
    this.closed.push(code)
    socket.close(code, closeReasons[code] ?? '')
  }

  private send(socket: WebSocket | undefined, packet: Json): void {
    socket?.send(JSON.stringify(packet))
  }
}

const closeReasons: Readonly<Record<number, string>> = {
  4001: 'Unknown opcode.',
  4002: 'Error while decoding payload.',
  4003: 'Not authenticated.',
  4004: 'Authentication failed.',
  4005: 'Already authenticated.',
  4007: 'Invalid seq.',
  4008: 'Rate limited.',
  4010: 'Invalid shard.',
  4011: 'Sharding required.',
  4012: 'Invalid API version.',
  4013: 'Invalid intent(s).',
  4014: 'Disallowed intent(s).',
}
