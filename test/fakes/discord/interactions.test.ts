import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from 'discord.js'
import { describe, expect, it } from 'vitest'
import type { FakeDiscord } from './discord-server.ts'
import { channelOf, codeOf, login, start } from './drive.ts'

const row = (...customIds: readonly string[]) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    customIds.map((id) => new ButtonBuilder().setCustomId(id).setLabel(id).setStyle(ButtonStyle.Primary)),
  )

/** A message of the bot's with a button `go`; the interaction is kept as soon as it is pressed. */
async function withButton(discord: FakeDiscord) {
  const client = await login(discord)
  const heard = interactionsOf(client)
  const { general } = discord.channels
  const id = await post(client, general, [row('go')])
  return {
    id,
    heard,
    async press() {
      const before = heard.length
      const outcome = discord.click(discord.people.ana, general, id, 'go')
      await discord.until(() => heard.length > before)
      return { outcome, interaction: heard.at(-1) as ButtonInteraction }
    },
  }
}

function interactionsOf(client: Client): Interaction[] {
  const heard: Interaction[] = []
  client.on(Events.InteractionCreate, (interaction) => heard.push(interaction))
  return heard
}

async function post(client: Client, channelId: string, components: readonly ReturnType<typeof row>[]) {
  const channel = await channelOf(client, channelId)
  const { id } = await channel.send({ content: 'Choose.', components: [...components] })
  return id
}

describe('a button', () => {
  it('can be answered with a message, for all or for one', async () => {
    const discord = await start()
    const { press, id } = await withButton(discord)
    const { ana, ben } = discord.people
    const { general } = discord.channels
    const open = await press()
    await open.interaction.reply('for all')
    expect(await open.outcome).toMatchObject({
      kind: 'message',
      message: { content: 'for all', replyTo: id },
    })
    const secret = await press()
    const answer = await secret.interaction.reply({
      content: 'for one',
      flags: MessageFlags.Ephemeral,
      withResponse: true,
    })
    expect(answer.resource?.message?.content).toBe('for one')
    const texts = (reader?: string) => discord.messagesIn(general, reader).map((message) => message.content)
    expect(texts()).toEqual(['Choose.', 'for all'])
    expect(texts(ana)).toEqual(['Choose.', 'for all', 'for one'])
    expect(texts(ben)).toEqual(['Choose.', 'for all'])
    expect(discord.ephemerals(ana)).toHaveLength(1)
  })

  it('is answered in time at 2.9 seconds and too late at 3.1', async () => {
    const time = Date.now()
    const discord = await start({ now: () => time })
    const { press } = await withButton(discord)
    const first = await press()
    discord.advance(2_900)
    expect(await codeOf(first.interaction.reply('in time'))).toBe(0)
    expect((await first.outcome).kind).toBe('message')
    const second = await press()
    discord.advance(3_100)
    expect(await codeOf(second.interaction.reply('too late'))).toBe(10062)
    expect(await second.outcome).toEqual({ kind: 'failed' })
    expect(discord.messagesIn(discord.channels.general).map((message) => message.content)).toEqual([
      'Choose.',
      'in time',
    ])
  })

  it('is acknowledged once, by whichever process was first', async () => {
    const discord = await start()
    const { press } = await withButton(discord)
    const { interaction } = await press()
    await interaction.deferUpdate()
    const again = interaction.client.rest.post(
      `/interactions/${interaction.id}/${interaction.token}/callback`,
      { body: { type: 6 }, auth: false },
    )
    expect(await codeOf(again)).toBe(40060)
  })

  it('deferred shows a thinking message, then the answer and followups for 15 minutes', async () => {
    const discord = await start()
    const { press } = await withButton(discord)
    const { general } = discord.channels
    const { interaction, outcome } = await press()
    await interaction.deferReply()
    expect(await outcome).toMatchObject({ kind: 'thinking', message: { content: '', loading: true } })
    discord.advance(14 * 60_000)
    await interaction.editReply('found it')
    expect((await interaction.fetchReply()).content).toBe('found it')
    await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
    expect(discord.messagesIn(general)[1]).toMatchObject({
      content: 'found it',
      loading: false,
      history: ['', 'found it'],
    })
    await interaction.deleteReply()
    expect(discord.messagesIn(general)[1]?.deleted).toBe(true)
    discord.advance(60_001)
    expect(await codeOf(interaction.followUp('too late'))).toBe(50027)
  })

  it('deferred for one alone stays so, and its first followup takes the place of the thinking', async () => {
    const discord = await start()
    const { press } = await withButton(discord)
    const { general } = discord.channels
    const { interaction, outcome } = await press()
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    expect(await outcome).toMatchObject({ kind: 'thinking', message: { ephemeral: true } })
    await interaction.followUp('for whom?')
    expect(discord.messagesIn(general).map(({ content }) => content)).toEqual(['Choose.'])
    expect(discord.ephemerals(discord.people.ana)).toMatchObject([{ content: 'for whom?', loading: false }])
    await interaction.followUp('for all')
    expect(discord.messagesIn(general).at(-1)).toMatchObject({ content: 'for all', type: 19 })
  })

  it('may change the message that it stands in, also later', async () => {
    const discord = await start()
    const { press, id } = await withButton(discord)
    const at = await press()
    await at.interaction.update({ content: 'Chosen.', components: [row('go', 'undo')] })
    expect(await at.outcome).toMatchObject({ kind: 'updated', message: { id, content: 'Chosen.' } })
    const later = await press()
    await later.interaction.deferUpdate()
    expect((await later.outcome).kind).toBe('nothing')
    await later.interaction.editReply({ content: 'Chosen again.', components: [] })
    expect(discord.message(id)).toMatchObject({ content: 'Chosen again.', components: [] })
    await expect(discord.click(discord.people.ana, discord.channels.general, id, 'go')).rejects.toThrow(
      'no such component; there are: none',
    )
  })

  it('opens a modal whose submission is an interaction of its own', async () => {
    const discord = await start()
    const { press, heard } = await withButton(discord)
    const { interaction, outcome } = await press()
    const field = new TextInputBuilder().setCustomId('why').setStyle(TextInputStyle.Short).setMaxLength(20)
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId('reasons')
        .setTitle('Why?')
        .addLabelComponents(new LabelBuilder().setLabel('Reason').setTextInputComponent(field)),
    )
    const shown = await outcome
    if (shown.kind !== 'modal') throw new Error('no modal was shown')
    expect(shown.modal).toMatchObject({ title: 'Why?', customId: 'reasons' })
    const { ana } = discord.people
    await expect(discord.submit(ana, shown.modal, { why: 'x'.repeat(21) })).rejects.toThrow('too long')
    const submitted = discord.submit(ana, shown.modal, { why: 'too terse' })
    await discord.until(() => heard.length === 2)
    const modal = heard[1]
    if (modal?.isModalSubmit() !== true || !modal.isFromMessage()) throw new Error('no submission')
    expect(modal.fields.getTextInputValue('why')).toBe('too terse')
    await modal.update({ content: 'Thank you.', components: [] })
    expect(await submitted).toMatchObject({ kind: 'updated', message: { content: 'Thank you.' } })
  })
})

describe('a select menu', () => {
  it('sends what was picked', async () => {
    const discord = await start()
    const client = await login(discord)
    const { general } = discord.channels
    const { ana, cleo } = discord.people
    const channel = await channelOf(client, general)
    const menu = new StringSelectMenuBuilder()
      .setCustomId('model')
      .setMaxValues(2)
      .addOptions(['a', 'b', 'c'].map((value) => ({ label: value, value })))
    const somebody = new UserSelectMenuBuilder().setCustomId('who')
    const { id } = await channel.send({
      components: [
        new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu),
        new ActionRowBuilder<UserSelectMenuBuilder>().addComponents(somebody),
      ],
    })
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isStringSelectMenu()) await interaction.reply(interaction.values.join('+'))
      if (interaction.isUserSelectMenu()) await interaction.reply(interaction.users.first()?.username ?? '')
    })
    expect(await discord.pick(ana, general, id, 'model', ['a', 'c'])).toMatchObject({
      message: { content: 'a+c' },
    })
    expect(await discord.pick(ana, general, id, 'who', [cleo])).toMatchObject({
      message: { content: 'cleo' },
    })
    await expect(discord.pick(ana, general, id, 'model', ['d'])).rejects.toThrow('model has no option d')
  })
})

const commands = [
  {
    name: 'recourse',
    description: 'Everything.',
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'ask',
        description: 'Ask.',
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'model',
            description: 'Which.',
            required: true,
            autocomplete: true,
          },
          { type: ApplicationCommandOptionType.User, name: 'for', description: 'Whom.' },
        ],
      } as const,
    ],
  },
  { type: ApplicationCommandType.Message, name: 'Explain' } as const,
]

describe('commands', () => {
  it('are offered once registered, with options and suggestions', async () => {
    const discord = await start()
    const client = await login(discord)
    const { general, lobby } = discord.channels
    const { ana, ben } = discord.people
    await client.application.commands.set(commands, discord.guilds.hall)
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: `${interaction.options.getFocused()}-plus`, value: 'plus' }])
      if (interaction.isChatInputCommand()) await interaction.reply(said(interaction))
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply({ content: interaction.targetMessage.content, flags: MessageFlags.Ephemeral })
    })
    expect(await discord.autocomplete(ana, general, 'recourse ask', 'model', { model: 'comm' })).toEqual({
      kind: 'choices',
      choices: [{ name: 'comm-plus', value: 'plus' }],
    })
    expect(await discord.command(ana, general, '/recourse ask', { model: 'plus', for: ben })).toMatchObject({
      kind: 'message',
      message: { content: 'ask plus for ben' },
    })
    const { id } = discord.say(ben, general, 'what is this?')
    expect(await discord.messageCommand(ana, general, id, 'Explain')).toMatchObject({
      message: { content: 'what is this?', ephemeral: true },
    })
    await expect(discord.command(ana, general, 'recourse ask')).rejects.toThrow(
      'the option model is required',
    )
    await expect(discord.command(ana, lobby, 'recourse ask', { model: 'x' })).rejects.toThrow(
      'there is no command recourse',
    )
  })

  it('are checked when they are registered, and keep their ids when they are overwritten', async () => {
    const discord = await start()
    const client = await login(discord)
    const { commands: registry } = client.application
    const [first] = [...(await registry.set([{ name: 'one', description: 'One.' }])).keys()]
    const [second] = [...(await registry.set([{ name: 'one', description: 'Changed.' }])).keys()]
    expect(second).toBe(first)
    const path = `/applications/${discord.applicationId}/commands` as const
    const put = (...body: readonly unknown[]) => codeOf(client.rest.put(path, { body }))
    expect(await put({ name: 'One', description: 'Capitals.' })).toBe(50035)
    expect(await put({ name: 'one', description: 'x'.repeat(101) })).toBe(50035)
    expect(await put({ name: 'one', description: 'x' }, { name: 'one', description: 'x' })).toBe(50035)
    expect(discord.commands().map((command) => command['description'])).toEqual(['Changed.'])
    const changed = await registry.edit(first ?? '', { description: 'Edited.' })
    expect(changed.description).toBe('Edited.')
    await registry.delete(first ?? '')
    expect(discord.commands()).toEqual([])
  })
})

const said = ({ options }: ChatInputCommandInteraction): string =>
  `${options.getSubcommand()} ${options.getString('model')} for ${options.getUser('for')?.username}`
