/** Slack and Discord with the people who talk and vote there, and an account of all they did. */
import { CODEBOOK } from '../../src/crowd/codebook.ts'
import { type FakeDiscord, startDiscord } from '../fakes/discord/discord-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/slack-server.ts'
import { ANSWER_BEGINS, ANSWER_ENDS, questionText } from './provider-moods.ts'

/** A message to the bot. */
export interface Asked {
  readonly platform: 'slack' | 'discord'
  readonly channel: string
  readonly message: string
}

/** What one person has done with one emoji on one message. */
export interface Reacted {
  readonly platform: 'slack' | 'discord'
  readonly workspace: string
  readonly channel: string
  readonly message: string
  readonly user: string
  /** As the codebook writes it. */
  readonly emoji: string
  given: number
  stands: boolean
  changedAt: number
}

interface Votable {
  readonly platform: 'slack' | 'discord'
  readonly workspace: string
  readonly channel: string
  readonly message: string
}

/** Milliseconds before each retry of an event: Slack's own are 0, one minute and five, a sixth of them here, as of leases. */
const RETRY_WAITS = [0, 10_000, 50_000]

export class Town {
  readonly slack: FakeSlack
  readonly discord: FakeDiscord
  readonly asked: Asked[] = []
  readonly #reactions = new Map<string, Reacted>()
  readonly #votables: Map<string, Votable>
  readonly #random: () => number

  private constructor(
    slack: FakeSlack,
    discord: FakeDiscord,
    votables: Map<string, Votable>,
    random: () => number,
  ) {
    this.slack = slack
    this.discord = discord
    this.#votables = votables
    this.#random = random
  }

  static async open(random: () => number): Promise<Town> {
    const votables = new Map<string, Votable>()
    const isWhole = (text: string) => text.includes(ANSWER_BEGINS) && text.includes(ANSWER_ENDS)
    const slack: FakeSlack = await startFakeSlack({
      record: false,
      retryWaits: RETRY_WAITS,
      onShown({ by, channel, ts, blocks, streaming, deleted, metadata }) {
        if (by !== slack.botUserId || streaming) return
        const shows = !deleted && isLast(metadata) && isWhole(JSON.stringify(blocks))
        const place = { platform: 'slack', workspace: slack.teamId, channel, message: ts } as const
        if (shows) votables.set(`${channel} ${ts}`, place)
        else votables.delete(`${channel} ${ts}`)
      },
    })
    const discord: FakeDiscord = await startDiscord({
      record: false,
      rateScale: 0,
      maxConcurrency: 16,
      shards: 3,
      onShown({ by, channel, id, content, components, deleted }) {
        if (by !== discord.botUserId) return
        const { channels, guilds } = discord
        const workspace = channel === channels.lobby ? guilds.annex : guilds.hall
        const shows = !deleted && components.length > 0 && isWhole(content)
        if (shows) votables.set(id, { platform: 'discord', workspace, channel, message: id })
        else votables.delete(id)
      },
    })
    return new Town(slack, discord, votables, random)
  }

  /** Somebody asks the bot something, on one platform or the other. */
  async ask(number: number): Promise<void> {
    if (number % 2 === 0) await this.#askOnSlack(number)
    else this.#askOnDiscord(number)
  }

  /** Somebody reacts to an answer, or takes a reaction back. False where there is none to react to yet. */
  async vote(): Promise<boolean> {
    const at = Math.floor(this.#random() * this.#votables.size)
    const votable = [...this.#votables.values()][at]
    if (!votable) return false
    const people = Object.values(votable.platform === 'slack' ? this.slack.people : this.discord.people)
    const user = people[Math.floor(this.#random() * people.length)] ?? ''
    const entry = CODEBOOK.entries[Math.floor(this.#random() * CODEBOOK.entries.length)]
    if (!entry) return false
    const { platform, channel, message } = votable
    const key = [platform, channel, message, user, entry.emoji].join(' ')
    const known = this.#reactions.get(key)
    // Slack's fake tells the events of one second apart by their number alone, which is no time.
    if (known && performance.now() - known.changedAt < 2_000) return false
    const adds = !known?.stands
    const reaction = platform === 'slack' ? (entry.names[0] ?? '') : entry.emoji
    try {
      if (platform === 'slack') {
        await (adds
          ? this.slack.react(user, channel, message, reaction)
          : this.slack.unreact(user, channel, message, reaction))
      } else if (adds) this.discord.react(user, channel, message, reaction)
      else this.discord.unreact(user, channel, message, reaction)
    } catch {
      // The answer has been replaced in this very moment.
      return false
    }
    const reacted = known ?? { ...votable, user, emoji: entry.emoji, given: 0, stands: false, changedAt: 0 }
    if (adds) reacted.given += 1
    reacted.stands = adds
    reacted.changedAt = performance.now()
    this.#reactions.set(key, reacted)
    return adds
  }

  /** What people have done by reactions, on answers that still stand. */
  reactions(): readonly Reacted[] {
    const standing = new Set([...this.#votables.values()].map(({ message }) => message))
    return [...this.#reactions.values()].filter(({ message }) => standing.has(message))
  }

  async close(): Promise<void> {
    await this.slack.close()
    await this.discord.close()
  }

  async #askOnSlack(number: number): Promise<void> {
    const { slack } = this
    const { ana, ben, cleo } = slack.people
    const seats = [
      [ana, slack.channels.general],
      [ben, slack.channels.random],
      [ana, slack.channels.private],
      [cleo, slack.channels.general],
    ] as const
    const [user, channel] = seats[(number / 2) % seats.length] ?? seats[0]
    const ts = await slack.say(user, channel, `<@${slack.botUserId}> ${questionText(number)}`)
    this.asked.push({ platform: 'slack', channel, message: ts })
  }

  #askOnDiscord(number: number): void {
    const { discord } = this
    const { general, random, lobby } = discord.channels
    const users = Object.values(discord.people)
    const channel = [general, random, lobby][number % 3] ?? general
    const user = users[(number >> 1) % users.length] ?? ''
    const { id } = discord.say(user, channel, `<@${discord.botUserId}> ${questionText(number)}`)
    this.asked.push({ platform: 'discord', channel, message: id })
  }
}

function isLast(metadata: unknown): boolean {
  return JSON.stringify(metadata ?? {}).includes('"last"')
}
