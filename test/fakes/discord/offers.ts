/**
 * What people do with what a bot offers: press, pick, submit, command, autocomplete.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
 */
import { type Json, stringOf } from '../shared/json.ts'
import { commandType, optionType } from './command-limits.ts'
import type { Command } from './commands.ts'
import { component, interactiveIn } from './component-limits.ts'
import { checkPicked, type Entered, submitted } from './entered.ts'
import { type Begun, interactionType, type OpenedModal, type Outcome } from './open-interactions.ts'
import type { People } from './people.ts'
import { permissionsOf } from './permissions.ts'
import type { Discord } from './rest-call.ts'
import type { StoredMessage } from './state.ts'
import { typedOptions } from './typed-options.ts'
import { channelOf, memberOf, rolesOf, wireUser } from './wire.ts'
import { applicationId, botUserId } from './world.ts'

/** Chooses a component: its `custom_id`, or by looking at it. */
export type ComponentChoice = string | RegExp | ((component: Json) => boolean)
export type OptionValues = Readonly<Record<string, string | number | boolean>>

export class Offers {
  private readonly discord: Discord
  private readonly people: People

  constructor(discord: Discord, people: People) {
    this.discord = discord
    this.people = people
  }

  /** Presses a button of a message, or of an ephemeral message that this person sees. */
  async click(user: string, channel: string, id: string, choice: ComponentChoice): Promise<Outcome> {
    const message = this.people.find(user, channel, id)
    const button = chooseComponent(message.components, choice)
    if (button['type'] !== component.button) throw new Error(`${stringOf(button['custom_id'])} is no button`)
    return await this.use(user, message, button, {})
  }

  /** Picks options of a select menu: their values, or the ids of users, roles or channels. */
  async pick(
    user: string,
    channel: string,
    id: string,
    choice: ComponentChoice,
    values: readonly string[],
  ): Promise<Outcome> {
    const message = this.people.find(user, channel, id)
    const select = chooseComponent(message.components, choice)
    checkPicked(select, values)
    const type = resolvedTypes[Number(select['type'])]
    const resolved =
      type === undefined
        ? {}
        : {
            resolved: this.resolved(
              user,
              channel,
              values.map((value) => ({ type, id: value })),
            ),
          }
    return await this.use(user, message, select, { values, ...resolved })
  }

  /**
   * Submits an open modal.
   *
   * @param values what is not named stays as it was
   */
  async submit(user: string, modal: OpenedModal, values: Entered = {}): Promise<Outcome> {
    if (modal.user !== user) throw new Error(`${user} does not see this modal`)
    const { from: openedBy } = modal
    const { channel, source } = openedBy
    const components = modal.components.map((part, index) => submitted(part, index + 1, values))
    const chosen = interactiveIn(modal.components).flatMap((node) => {
      const type = resolvedTypes[Number(node['type'])]
      const given = values[stringOf(node['custom_id'])]
      return type === undefined || !Array.isArray(given) ? [] : given.map((id) => ({ type, id: String(id) }))
    })
    const resolved = chosen.length === 0 ? {} : { resolved: this.resolved(user, channel, chosen) }
    const data = { custom_id: modal.customId, components, ...resolved }
    return await this.begin(
      {
        type: interactionType.modal,
        user,
        channel,
        name: '',
        source,
        openedBy,
        answerType: answerTo(source),
      },
      { data, ...this.messagePart(source) },
    )
  }

  /** Types a slash command. @param line its name, then those of its sub-command group and sub-command */
  async command(user: string, channel: string, line: string, values: OptionValues = {}): Promise<Outcome> {
    const [name = '', ...path] = line.replace(/^\//, '').split(' ')
    const command = this.offered(user, channel, name, commandType.chatInput)
    const { options, chosen } = typedOptions(command, path, values)
    const data = {
      ...headOf(command),
      options,
      ...(chosen.length > 0 ? { resolved: this.resolved(user, channel, chosen) } : {}),
    }
    return await this.begin(
      { type: interactionType.command, user, channel, name: line, source: undefined, answerType: 20 },
      { data },
    )
  }

  /** Uses a command from the menu of a message. */
  async messageCommand(user: string, channel: string, id: string, name: string): Promise<Outcome> {
    const message = this.people.find(user, channel, id)
    const command = this.offered(user, channel, name, commandType.message)
    // Whoever uses it shows the message to the bot, whatever the bot's intents.
    const shown = this.discord.announcer.wireMessage(message, { messageContent: true })
    const data = { ...headOf(command), target_id: id, resolved: { messages: { [id]: shown } } }
    return await this.begin(
      {
        type: interactionType.command,
        user,
        channel,
        name,
        source: undefined,
        target: message,
        answerType: 23,
      },
      { data },
    )
  }

  /** Types into an option, and asks for suggestions. @param focused the option's name; what is typed is in the values */
  async autocomplete(
    user: string,
    channel: string,
    line: string,
    focused: string,
    values: OptionValues,
  ): Promise<Outcome> {
    const [name = '', ...path] = line.replace(/^\//, '').split(' ')
    const command = this.offered(user, channel, name, commandType.chatInput)
    const { options } = typedOptions(command, path, { [focused]: '', ...values }, focused)
    const data = { ...headOf(command), options }
    return await this.begin(
      { type: interactionType.autocomplete, user, channel, name: line, source: undefined, answerType: 0 },
      { data },
    )
  }

  private async use(user: string, message: StoredMessage, node: Json, more: Json): Promise<Outcome> {
    if (node['disabled'] === true) throw new Error(`${stringOf(node['custom_id'])} is disabled`)
    const data = { component_type: node['type'], custom_id: node['custom_id'], id: node['id'], ...more }
    const { channel } = message
    return await this.begin(
      {
        type: interactionType.component,
        user,
        channel,
        name: '',
        source: message,
        answerType: answerTo(message),
      },
      { data, ...this.messagePart(message) },
    )
  }

  private async begin(begun: Omit<Begun, 'guildId'>, payload: Json): Promise<Outcome> {
    const { state, interactions, announcer } = this.discord
    const { user } = begun
    const channel = this.people.place(user, begun.channel)
    const guild = state.guilds.get(channel.guildId ?? '')
    const guildId = guild?.guildId
    const { interaction, outcome } = interactions.begin({ ...begun, guildId })
    const held = String(state.may(user, channel))
    const who =
      guild === undefined
        ? { user: wireUser(state, user), context: 1 }
        : {
            member: { ...memberOf(guild, user), user: wireUser(state, user), permissions: held },
            guild_id: guildId,
            guild: { id: guildId, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            context: 0,
          }
    announcer.interaction(guildId, {
      id: interaction.id,
      application_id: applicationId,
      type: begun.type,
      token: interaction.token,
      version: 1,
      channel_id: channel.id,
      channel: { ...channelOf(state, channel), ...(guild === undefined ? {} : { permissions: held }) },
      app_permissions: String(state.may(botUserId, channel)),
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: guildId ?? '0' },
      attachment_size_limit: 10_485_760,
      ...who,
      ...payload,
    })
    return await outcome
  }

  private messagePart(message: StoredMessage | undefined): Json {
    // The application sees its own messages whole.
    return message === undefined
      ? {}
      : { message: this.discord.announcer.wireMessage(message, { messageContent: true }) }
  }

  /** The command as this person is offered it here. */
  private offered(user: string, id: string, name: string, type: number): Command {
    const channel = this.people.place(user, id)
    this.people.need(user, channel, 'useApplicationCommands')
    const command = this.discord.commands.find(channel.guildId, name, type)
    const elsewhere = channel.guildId === undefined && command?.['dm_permission'] === false
    if (command === undefined || elsewhere) throw new Error(`there is no command ${name} in ${id}`)
    const guild = this.discord.state.guilds.get(channel.guildId ?? '')
    const needed = command['default_member_permissions']
    if (guild !== undefined && typeof needed === 'string') {
      const held = permissionsOf(guild, user, guild.members.get(user) ?? [])
      // "0" offers a command to administrators only.
      const lacks = needed === '0' ? guild.ownerId !== user : (held & BigInt(needed)) !== BigInt(needed)
      if (lacks) throw new Error(`${user} is not offered the command ${name}`)
    }
    return command
  }

  private resolved(
    user: string,
    channelId: string,
    chosen: readonly { readonly type: number; readonly id: string }[],
  ): Json {
    const { state } = this.discord
    const guild = state.guilds.get(this.people.place(user, channelId).guildId ?? '')
    const found: Record<'users' | 'members' | 'roles' | 'channels', Record<string, Json>> = {
      users: {},
      members: {},
      roles: {},
      channels: {},
    }
    for (const { type, id } of chosen) {
      const channel = state.channels.get(id)
      const role = guild === undefined ? undefined : rolesOf(guild).find((one) => one['id'] === id)
      const isUser = type === optionType.user || type === optionType.mentionable
      if (isUser && state.users.has(id)) {
        found.users[id] = wireUser(state, id)
        if (guild?.members.has(id) === true) found.members[id] = memberOf(guild, id)
      } else if (type === optionType.channel && channel !== undefined)
        found.channels[id] = { ...channelOf(state, channel), permissions: String(state.may(user, channel)) }
      else if ((type === optionType.role || type === optionType.mentionable) && role !== undefined)
        found.roles[id] = role
      else throw new Error(`there is no ${id} to choose`)
    }
    return Object.fromEntries(Object.entries(found).filter(([, some]) => Object.keys(some).length > 0))
  }
}

const headOf = (command: Command): Json => ({
  id: command['id'],
  name: command['name'],
  type: command['type'],
  ...(command['guild_id'] === undefined ? {} : { guild_id: command['guild_id'] }),
})

/** An answer to a component stands as a reply to the message that has it. */
const answerTo = (source: StoredMessage | undefined): number => (source === undefined ? 20 : 19)

/** The type of option whose values a select menu offers. */
const resolvedTypes: Readonly<Record<number, number>> = {
  [component.userSelect]: optionType.user,
  [component.roleSelect]: optionType.role,
  [component.mentionableSelect]: optionType.mentionable,
  [component.channelSelect]: optionType.channel,
}

function chooseComponent(nodes: readonly Json[], choice: ComponentChoice): Json {
  const all = interactiveIn(nodes)
  const found = all.find((node) => {
    const id = stringOf(node['custom_id'])
    if (typeof choice === 'string') return id === choice
    return choice instanceof RegExp ? choice.test(id) : choice(node)
  })
  if (found !== undefined) return found
  const offered = all.map((node) => stringOf(node['custom_id'])).join(', ')
  throw new Error(`no such component; there are: ${offered || 'none'}`)
}
