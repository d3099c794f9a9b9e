/**
 * What people do with what an app offers: click, command, shortcut, modal, App Home.
 * https://docs.slack.dev/reference/interaction-payloads
 */
import { type Json, objectOf, objectsOf, stringOf } from '../shared/json.ts'
import type { Deliveries, Receipt } from './deliveries.ts'
import type { Slack } from './methods.ts'
import { elementsIn } from './people.ts'
import { showAnswer } from './responses.ts'
import type { OpenedView } from './state.ts'
import { passagesOf } from './visible-text.ts'
import { appId } from './workspace.ts'

/** Chooses an interactive element: its `action_id`, or by looking at it. */
export type ElementChoice = string | RegExp | ((element: Json) => boolean)

export interface ClickOptions {
  /** Which of two feedback buttons; default `positive`. */
  readonly feedback?: 'positive' | 'negative'
  /** The value of the option chosen in radio buttons, a select or an overflow menu. */
  readonly option?: string
}

/** What the app answered; `body` is its acknowledgement's. */
export type Reaction = Receipt

interface Acted {
  readonly blockId: string
  readonly element: Json
}

export class Interactions {
  private readonly slack: Slack
  private readonly deliveries: Deliveries
  private readonly baseUrl: string

  constructor(slack: Slack, deliveries: Deliveries, baseUrl: string) {
    this.slack = slack
    this.deliveries = deliveries
    this.baseUrl = baseUrl
  }

  /** Clicks an element of a message, or of an ephemeral message that this person sees. */
  async click(
    user: string,
    channel: string,
    ts: string,
    choice: ElementChoice,
    options: ClickOptions = {},
  ): Promise<Reaction> {
    const { state, triggers, announcer } = this.slack
    const message = state.find(channel, ts)
    const ephemeral = state.ephemerals.find((one) => one.ts === ts && one.user === user && !one.deleted)
    const source = message?.deleted === false ? message : ephemeral
    if (source === undefined) throw new Error(`${user} sees no message ${ts} in ${channel}`)
    const acted = chooseElement(source.blocks, choice)
    const threadTs = source.threadTs
    return await this.interact({
      type: 'block_actions',
      ...this.who(user),
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: message === undefined,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      trigger_id: triggers.trigger(user),
      channel: this.channel(channel),
      ...(message === undefined ? {} : { message: announcer.wire(message) }),
      state: { values: {} },
      response_url: this.responseUrl(user, channel, threadTs, ts, message === undefined),
      actions: [this.action(acted, options)],
    })
  }

  /** Clicks an element of an open modal or of the person's App Home. */
  async clickInView(
    user: string,
    viewId: string,
    choice: ElementChoice,
    options: ClickOptions = {},
  ): Promise<Reaction> {
    const { state, triggers } = this.slack
    const view =
      state.views.get(viewId)?.view ??
      [...state.homes.values()].find((home) => stringOf(home['id']) === viewId)
    if (view === undefined) throw new Error(`${user} sees no view ${viewId}`)
    return await this.interact({
      type: 'block_actions',
      ...this.who(user),
      container: { type: 'view', view_id: viewId },
      trigger_id: triggers.trigger(user, viewId),
      view,
      actions: [this.action(chooseElement(objectsOf(view['blocks']), choice), options)],
    })
  }

  /** Types a slash command. What the app answers at once is shown as Slack would show it. */
  async command(user: string, channel: string, command: string, text: string): Promise<Reaction> {
    const receipt = await this.deliveries.once('command', {
      token: 'verification',
      team_id: this.deliveries.installedTeam,
      team_domain: 'recital',
      channel_id: channel,
      channel_name: this.slack.workspace.nameOf(channel),
      user_id: user,
      user_name: this.slack.workspace.nameOf(user),
      command,
      text,
      api_app_id: appId,
      ...(this.slack.workspace.team.enterpriseId === undefined
        ? {}
        : { enterprise_id: this.slack.workspace.team.enterpriseId }),
      is_enterprise_install: String(this.slack.workspace.team.enterpriseId !== undefined),
      response_url: this.responseUrl(user, channel, undefined, undefined, false),
      trigger_id: this.slack.triggers.trigger(user),
    })
    if (receipt.acknowledged)
      await showAnswer(this.slack, { channel, user, threadTs: undefined }, receipt.body)
    return receipt
  }

  /** Uses a shortcut from the menu of a message. */
  async shortcut(user: string, channel: string, ts: string, callbackId: string): Promise<Reaction> {
    const message = this.slack.state.find(channel, ts)
    if (message === undefined || message.deleted) throw new Error(`there is no message ${ts} in ${channel}`)
    return await this.interact({
      type: 'message_action',
      ...this.who(user),
      callback_id: callbackId,
      action_ts: this.slack.state.nextTs(),
      trigger_id: this.slack.triggers.trigger(user),
      response_url: this.responseUrl(user, channel, message.threadTs, ts, false),
      message_ts: ts,
      channel: this.channel(channel),
      message: this.slack.announcer.wire(message),
    })
  }

  /**
   * Submits an open modal.
   *
   * @param values by `block_id`, or by `action_id` alone: a typed text, the value of a chosen option, the values of
   *   several, or the whole state of the element as Slack would send it
   */
  async submit(user: string, opened: OpenedView, values: Json = {}): Promise<Reaction> {
    if (!opened.open) throw new Error(`the view ${opened.id} is closed`)
    const { view } = opened
    const receipt = await this.interact({
      type: 'view_submission',
      ...this.who(user),
      // The one payload that names the workspace of the person here: https://github.com/slackapi/bolt-js/issues/1614
      team: { id: this.deliveries.actingTeam, domain: 'recital' },
      trigger_id: this.slack.triggers.trigger(user, opened.id),
      view: {
        ...view,
        app_installed_team_id: this.deliveries.installedTeam,
        state: { values: stateOf(objectsOf(view['blocks']), values) },
      },
      response_urls: [],
    })
    if (!receipt.acknowledged) return receipt
    const action = receipt.body['response_action']
    if (action === undefined || action === 'clear') opened.open = false
    if (action === 'update') {
      opened.view = { ...view, ...objectOf(receipt.body['view']) }
      this.slack.state.show(passagesOf('', objectsOf(opened.view['blocks'])))
    }
    return receipt
  }

  openHome(user: string, tab: 'home' | 'messages'): void {
    const view = this.slack.state.homes.get(user)
    this.deliveries.event({
      type: 'app_home_opened',
      user,
      channel: this.slack.workspace.dm(user),
      tab,
      ...(view === undefined || tab !== 'home' ? {} : { view }),
      event_ts: this.slack.state.nextTs(),
    })
  }

  private async interact(payload: Json): Promise<Reaction> {
    return await this.deliveries.once('interaction', payload)
  }

  private who(user: string): Json {
    const name = this.slack.workspace.nameOf(user)
    const { enterpriseId } = this.slack.workspace.team
    return {
      team: enterpriseId === undefined ? { id: this.deliveries.installedTeam, domain: 'recital' } : null,
      enterprise: enterpriseId === undefined ? null : { id: enterpriseId },
      is_enterprise_install: enterpriseId !== undefined,
      user: { id: user, username: name, name, team_id: this.deliveries.actingTeam },
      api_app_id: appId,
      token: 'verification',
    }
  }

  private channel(id: string): Json {
    return { id, name: this.slack.workspace.nameOf(id) }
  }

  private responseUrl(
    user: string,
    channel: string,
    threadTs: string | undefined,
    messageTs: string | undefined,
    ephemeral: boolean,
  ): string {
    return `${this.baseUrl}${this.slack.triggers.responsePath({ user, channel, threadTs, messageTs, ephemeral })}`
  }

  private action({ blockId, element }: Acted, options: ClickOptions): Json {
    const type = stringOf(element['type'])
    const base = {
      type,
      action_id: element['action_id'],
      block_id: blockId,
      action_ts: this.slack.state.nextTs(),
    }
    if (type === 'feedback_buttons') {
      const button = objectOf(element[`${options.feedback ?? 'positive'}_button`])
      return { ...base, text: button['text'], value: button['value'] }
    }
    if (options.option !== undefined) return { ...base, selected_option: optionOf(element, options.option) }
    const { text, value, style } = element
    return {
      ...base,
      text,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
    }
  }
}

function chooseElement(blocks: readonly Json[], choice: ElementChoice): Acted {
  const all = elementsIn(blocks)
  const found = all.find(({ element }) => {
    const actionId = stringOf(element['action_id'])
    if (typeof choice === 'string') return actionId === choice
    return choice instanceof RegExp ? choice.test(actionId) : choice(element)
  })
  if (found !== undefined) return found
  const offered = all.map(({ element }) => stringOf(element['action_id'])).join(', ')
  throw new Error(`no such element; there are: ${offered || 'none'}`)
}

function optionOf(element: Json, value: string): Json {
  const option = objectsOf(element['options']).find((one) => one['value'] === value)
  if (option === undefined) throw new Error(`${stringOf(element['action_id'])} has no option ${value}`)
  return option
}

function stateOf(blocks: readonly Json[], values: Json): Json {
  const state: Record<string, Json> = {}
  for (const { blockId, element } of elementsIn(blocks)) {
    const actionId = stringOf(element['action_id'])
    const given = values[blockId] ?? values[actionId]
    state[blockId] = { ...state[blockId], [actionId]: elementState(element, given) }
  }
  return state
}

function elementState(element: Json, given: unknown): Json {
  const type = stringOf(element['type'])
  if (Array.isArray(given)) {
    return { type, selected_options: given.map((value) => optionOf(element, String(value))) }
  }
  if (typeof given === 'object' && given !== null) return { type, ...given }
  if (/input$/.test(type)) return { type, value: given ?? element['initial_value'] ?? null }
  if (type === 'multi_static_select') return { type, selected_options: [] }
  if (given === undefined) return { type, selected_option: element['initial_option'] ?? null }
  return { type, selected_option: optionOf(element, String(given)) }
}
